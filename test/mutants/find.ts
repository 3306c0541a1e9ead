import { parseAst } from 'vitest/node';

/** One small fault: the text from `start` to `end` (offsets) is replaced by `becomes`. */
export interface Mutant {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly was: string;
  readonly becomes: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

type Fault = Pick<Mutant, 'start' | 'end' | 'becomes'>;

/** What each operator is taken for. */
const otherOperator: ReadonlyMap<unknown, string> = new Map([
  ['<', '<='],
  ['<=', '<'],
  ['>', '>='],
  ['>=', '>'],
  ['===', '!=='],
  ['!==', '==='],
  ['+', '-'],
  ['-', '+'],
  ['*', '/'],
  ['/', '*'],
  ['&&', '||'],
  ['||', '&&'],
  ['+=', '-='],
  ['-=', '+='],
]);

/**
 * Every mutant of a TypeScript file, in the order of the text: numbers one or a half off, booleans turned round, conditions
 * always true or false, operators taken for their neighbours, `??` without one side, `Math.min` for `Math.max`, and calls
 * left out. Types and texts stay: the compiler watches the first.
 */
export function mutantsOf(text: string): Mutant[] {
  const found: Fault[] = [];
  const visit = (node: Node) => {
    if (isType(node)) return;
    found.push(...faultsOf(node, text));
    for (const child of childrenOf(node)) visit(child);
  };
  for (const node of childrenOf({ ...parseAst(text, { lang: 'ts' }) })) visit(node);
  const mutants = found.map((fault) => ({
    ...fault,
    line: text.slice(0, fault.start).split('\n').length,
    was: text.slice(fault.start, fault.end),
  }));
  return mutants.sort((one, other) => one.start - other.start || one.end - other.end);
}

/** The text with that one fault in it. */
export function applyMutant(text: string, { start, end, becomes }: Fault): string {
  return text.slice(0, start) + becomes + text.slice(end);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}

function childrenOf(node: Readonly<Record<string, unknown>>): Node[] {
  return Object.values(node).flat().filter(isNode);
}

function isType({ type }: Node): boolean {
  return type.startsWith('TS') && type !== 'TSSatisfiesExpression' && type !== 'TSAsExpression';
}

function faultsOf(node: Node, text: string): Fault[] {
  switch (node.type) {
    case 'Literal':
      return literalFaults(node);
    case 'IfStatement':
    case 'ConditionalExpression':
      return replaced(node.test, ['true', 'false']);
    case 'WhileStatement':
      return replaced(node.test, ['false']);
    case 'BinaryExpression':
    case 'AssignmentExpression':
      return operatorFaults(node, text);
    case 'LogicalExpression':
      return node.operator === '??' ? sideFaults(node, text) : operatorFaults(node, text);
    case 'UnaryExpression':
      return node.operator === '!' ? replaced(node, [textOf(node.argument, text)]) : [];
    case 'MemberExpression':
      return extremeFaults(node, text);
    case 'ExpressionStatement':
      return isCall(node.expression) ? replaced(node, [';']) : [];
    default:
      return [];
  }
}

function replaced(place: unknown, texts: readonly string[]): Fault[] {
  if (!isNode(place)) return [];
  return texts.map((becomes) => ({ start: place.start, end: place.end, becomes }));
}

function literalFaults(node: Node): Fault[] {
  const { value } = node;
  if (typeof value === 'boolean') return replaced(node, [String(!value)]);
  if (typeof value !== 'number') return [];
  if (value === 0) return replaced(node, ['1']);
  return replaced(node, value <= 10 ? [String(value - 1), String(value + 1)] : [String(value / 2), String(value * 2)]);
}

function operatorFaults({ left, right, operator }: Node, text: string): Fault[] {
  const becomes = otherOperator.get(operator);
  if (!isNode(left) || !isNode(right) || becomes === undefined) return [];
  const start = text.indexOf(String(operator), left.end);
  return [{ start, end: start + String(operator).length, becomes }];
}

function sideFaults(node: Node, text: string): Fault[] {
  return replaced(node, [textOf(node.left, text), textOf(node.right, text)]);
}

function extremeFaults(node: Node, text: string): Fault[] {
  const other = new Map([
    ['Math.min', 'Math.max'],
    ['Math.max', 'Math.min'],
  ]).get(textOf(node, text));
  return other === undefined ? [] : replaced(node, [other]);
}

function isCall(node: unknown): boolean {
  return isNode(node) && (node.type === 'CallExpression' || (node.type === 'AwaitExpression' && isCall(node.argument)));
}

function textOf(node: unknown, text: string): string {
  return isNode(node) ? text.slice(node.start, node.end) : '';
}
