import { option } from './options.ts';

/** `size`, of every command that makes pictures. */
export const sizeOption = option.text('size', 'imagine.size.description', { autocomplete: true });

/** `lora`, one or several. */
export const loraOption = option.text('lora', 'imagine.lora.description', { autocomplete: true });

/** `lora_strength`, of each LoRA without its own strength. */
export const loraStrengthOption = option.number('lora_strength', 'imagine.lora_strength.description', {
  min_value: -100,
  max_value: 100,
});

/** `private`. */
export const privateOption = option.flag('private', 'imagine.private.description');
