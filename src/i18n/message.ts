/** A text in the forms that a count needs, by the categories of `Intl.PluralRules`; they are chosen by `{count}`. */
export type PluralText = { readonly other: string } & {
  readonly [Category in Exclude<Intl.LDMLPluralRule, 'other'>]?: string;
};

/** A text with `{placeholders}`. */
export type Message = string | PluralText;

type Texts<Of extends Message> = Of extends string ? Of : Extract<Of[keyof Of], string>;
type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** The names of a message's placeholders. A plural one always needs `count`, also where no form shows it. */
export type Placeholders<Of extends Message> = NamesIn<Texts<Of>> | (Of extends PluralText ? 'count' : never);
