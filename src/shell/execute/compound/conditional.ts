// `[[ … ]]`: tests without splitting and globs, with patterns and regular expressions.
import type { TestBinaryExpression, TestCommand, TestExpression, Word } from 'unbash';
import { compare, isTrueOf, TestError, testUnary } from '../../builtins/conditions.ts';
import { evaluate } from '../../expand/arithmetic/evaluate.ts';
import { ArithmeticError } from '../../expand/arithmetic/expression.ts';
import { unsplit } from '../../expand/fragment.ts';
import { Pattern } from '../../expand/pattern.ts';
import { plain, untilded } from '../../expand/place.ts';
import { TooManySteps } from '../../../regex/matcher.ts';
import type { Match, Matcher } from '../../../regex/matcher.ts';
import type { RegexPart } from '../../expand/regex.ts';
import { compileRegex, regexSource } from '../../expand/regex.ts';
import { partsOf } from '../../expand/word-parts.ts';
import { expandText } from '../../expand/word.ts';
import { quoteTraced } from '../../quote.ts';
import type { Steps } from '../../steps.ts';
import type { Execution } from '../execution.ts';
import { complainOfText } from '../message.ts';
import { treeOf } from '../own-descriptors.ts';
import { expansionOf } from '../substitution.ts';
import { traceText } from '../trace.ts';

/** A regular expression that is none. */
const wrongRegexStatus = 2;

export function* executeConditional(
  { expression, pos }: TestCommand,
  execution: Execution,
): Steps<number> {
  execution.state.position = pos;
  try {
    return (yield* decide(expression, execution)) ? 0 : 1;
  } catch (error) {
    if (error instanceof WrongRegex) return wrongRegexStatus;
    if (!(error instanceof ArithmeticError || error instanceof TestError)) throw error;
    yield* complainOfText(execution, `[[: ${error.message}`);
    return error instanceof TestError ? 2 : 1;
  }
}

class WrongRegex extends Error {
  override readonly name = 'WrongRegex';
}

function* decide(expression: TestExpression, execution: Execution): Steps<boolean> {
  switch (expression.type) {
    case 'TestGroup':
      return yield* decide(expression.expression, execution);
    case 'TestNot': {
      const value = yield* decide(expression.operand, execution);
      return expression.negations.length % 2 === 0 ? value : !value;
    }
    case 'TestLogical': {
      const decisive = expression.operator === '||';
      for (const operand of expression.operands) {
        if ((yield* decide(operand, execution)) === decisive) return decisive;
      }
      return !decisive;
    }
    case 'TestUnary': {
      const operand = yield* expandText(expression.operand, expansionOf(execution));
      yield* trace(`${expression.operator} ${quoteTraced(operand)}`, execution);
      return yield* testUnary(expression.operator, operand, contextOf(execution));
    }
    case 'TestBinary':
      return yield* decideBinary(expression, execution);
  }
}

function* trace(text: string, execution: Execution): Steps<void> {
  if (execution.state.options.has('xtrace')) yield* traceText(`[[ ${text} ]]`, execution);
}

function contextOf(execution: Execution): Parameters<typeof testUnary>[2] {
  const { state, world, descriptors } = execution;
  return {
    state,
    fs: treeOf(execution),
    programs: world.programs,
    isTerminal: (number) => descriptors.get(number)?.kind === 'terminal',
  };
}

function* decideBinary(
  { operator, left, right }: TestBinaryExpression,
  execution: Execution,
): Steps<boolean> {
  const expansion = expansionOf(execution);
  const { state } = execution;
  const text = yield* expandText(left, expansion);
  if (operator === '=~') return yield* matchRegex(text, right, execution);
  if (operator === '==' || operator === '=' || operator === '!=') {
    const pieces = yield* expansion.expand(partsOf(right), plain);
    const field = unsplit(pieces);
    yield* trace(
      `${quoteTraced(text)} ${operator} ${field.map((part) => (part.quoted ? part.text.replace(/./g, '\\$&') : part.text)).join('')}`,
      execution,
    );
    const pattern = new Pattern(field, {
      extended: true,
      ignoreCase: state.options.has('nocasematch'),
    });
    return pattern.matches(text) === (operator !== '!=');
  }
  const other = yield* expandText(right, expansion);
  yield* trace(`${quoteTraced(text)} ${operator} ${quoteTraced(other)}`, execution);
  if (isTrueOf(operator) !== undefined) {
    // Numbers are arithmetic here: `[[ x+1 -eq y ]]`.
    const difference = evaluate(text, state) - evaluate(other, state);
    return isTrueOf(operator)?.(difference) ?? false;
  }
  return yield* compare(text, operator, other, contextOf(execution));
}

/** Whether the expression is found in the text; BASH_REMATCH has what it and its groups matched. */
function* matchRegex(text: string, right: Word, execution: Execution): Steps<boolean> {
  const { state } = execution;
  const parts: RegexPart[] = [];
  for (const part of partsOf(right)) {
    if (part.type === 'Literal') parts.push({ text: part.text, from: 'word' });
    else
      for (const { text: piece, quoted } of unsplit(
        yield* expansionOf(execution).expand([part], untilded),
      ))
        parts.push({ text: piece, from: quoted ? 'quotes' : 'expansion' });
  }
  yield* trace(`${quoteTraced(text)} =~ ${parts.map((part) => part.text).join('')}`, execution);
  const regex = compiled(regexSource(parts), execution);
  if (regex === undefined) throw new WrongRegex('not a regular expression');
  const match = find(regex, text);
  state.variables.setAll(
    'BASH_REMATCH',
    (match ?? []).map((group) => group ?? ''),
  );
  return match !== undefined;
}

function compiled(source: string, { state }: Execution): Matcher | undefined {
  const ignoreCase = state.options.has('nocasematch');
  const key = `${ignoreCase ? 'i' : ' '}${source}`;
  const known = state.parsedRegexes.get(key);
  if (known !== undefined) return known;
  const regex = compileRegex(source, ignoreCase);
  if (regex !== undefined) state.parsedRegexes.set(key, regex);
  return regex;
}

function find(regex: Matcher, text: string): Match | undefined {
  try {
    return regex.exec(text);
  } catch (error) {
    if (error instanceof TooManySteps) throw new TestError('the regular expression takes too long');
    throw error;
  }
}
