/**
 * Discord's numbers.
 *
 * @see https://docs.discord.com/developers/resources/message and .../interactions/application-commands, read 2026-11
 */
export const limits = {
  contentCharacters: 2000,
  /** Of all words of a card together. */
  cardCharacters: 4000,
  customIdCharacters: 100,
  buttonsPerRow: 5,
  rows: 5,
  buttonLabelCharacters: 80,
  /** Of a command or an option. */
  descriptionCharacters: 100,
  formTitleCharacters: 45,
  formFields: 5,
  inputLabelCharacters: 45,
  choices: 25,
  choiceNameCharacters: 100,
  choiceValueCharacters: 100,
  filesPerMessage: 10,
  altTextCharacters: 1024,
  /** What one text field of a form takes. */
  formFieldCharacters: 4000,
  nonceCharacters: 25,
  /** A token writes for this long after the interaction was made. */
  tokenLifeMs: 15 * 60_000,
  /** The first answer has to be there by then. */
  firstAnswerMs: 3000,
  /** What one file may weigh where the payload does not say. */
  defaultAttachmentBytes: 10 * 1024 * 1024,
  /** What one whole request may weigh, all files together. */
  requestBytes: 25 * 1024 * 1024,
} as const;

/** Easel's own numbers towards Discord; each stays within one of {@link limits}. */
export const pace = {
  /** A first answer is given up for lost here: what arrives later than Discord's 3 s helps nobody. */
  firstAnswerBudgetMs: 2800,
  /** What arrives this much later than others do, as after the process was frozen, can't be answered any more: Discord's 3 s, and one to be sure. */
  latestMs: 4000,
  /** Nothing said by then: the answer is deferred, so that a slow store does not lose the interaction. */
  guardMs: 1200,
  ackTimeoutMs: 1200,
  editTimeoutMs: 20_000,
  /** How long the client keeps what it knows of the limits of a route that is at rest; each interaction is a route of its own. */
  limitsKeptMs: 60_000,
  /** Between two progress edits of one reply. */
  progressGapMs: 3000,
  progressBudgetMs: 5000,
  answerBudgetMs: 10_000,
  failureBudgetMs: 60_000,
  deliveryBudgetMs: 90_000,
  /** The token is left alone this long before it ends. */
  tokenMarginMs: 10_000,
  completionBudgetMs: 1000,
  /** An upload is given up here, so that its end can still be told by token. */
  uploadBudgetMs: 14 * 60_000,
  concurrentUploads: 8,
} as const;
