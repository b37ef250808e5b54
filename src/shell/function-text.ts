// A function as bash prints it: one command on a line, four spaces for each level, whatever the way it was written.
import type {
  Case,
  CommandNode,
  CompoundList,
  Elif,
  Function as FunctionNode,
  If,
  PipelineNode,
  Redirection,
  Statement,
  TestExpression,
} from 'unbash';

/** What the definition of a function ends with, from `{` on; undefined where a here-document is in it. */
export function bodyText({ body }: FunctionNode, source: string): string | undefined {
  try {
    return new Printer(source).definition(body);
  } catch (error) {
    if (error instanceof HereDocumentError) return undefined;
    throw error;
  }
}

/** A here-document stands between lines of its command: such a function is shown as it was written. */
class HereDocumentError extends Error {
  override readonly name = 'HereDocumentError';
}

/** How far each level is indented. */
const step = 4;

class Printer {
  readonly #source: string;
  #indentation = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** The body of a function is in braces, even where it had none in the script. */
  definition(body: FunctionNode['body']): string {
    if (body.type === 'CompoundList') return this.#group(body.commands);
    if (body.type === 'Redirected' && body.command.type === 'BraceGroup')
      return this.definition(body.command) + this.#redirections(body.redirects);
    if (body.type === 'BraceGroup') return this.#group(body.body.commands);
    return this.#braces(() => this.#node(body));
  }

  #group(statements: readonly Statement[]): string {
    return this.#braces(() => this.#list(statements));
  }

  #braces(content: () => string): string {
    return `{ ${this.#indented(content)}${this.#line('}')}`;
  }

  /** A new line with `text`. */
  #line(text: string): string {
    return `\n${' '.repeat(this.#indentation)}${text}`;
  }

  /** Lines that are one level deeper. */
  #indented(content: () => string): string {
    this.#indentation += step;
    const text = this.#line(content());
    this.#indentation -= step;
    return text;
  }

  #list(statements: readonly Statement[]): string {
    return statements
      .map((statement, index) => {
        const text = this.#statement(statement);
        if (index === statements.length - 1) return text;
        return statement.background === true ? `${text} ` : `${text};${this.#line('')}`;
      })
      .join('');
  }

  #statement({ command, background }: Statement): string {
    const end = background === true ? ' &' : '';
    if (command.type !== 'AndOr') return this.#pipeline(command) + end;
    const { commands, operators } = command;
    const parts = commands.map((node, index) => {
      const operator = operators[index];
      return this.#pipeline(node) + (operator === undefined ? '' : ` ${operator} `);
    });
    return parts.join('') + end;
  }

  #pipeline(node: PipelineNode): string {
    if (node.type !== 'Pipeline') return this.#node(node);
    const { prefixes, commands, operators } = node;
    const time = prefixes.find((prefix) => prefix.type === 'Time');
    // Two negations are none.
    const negated = prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
    const parts = commands.map((command, index) => {
      const operator = operators[index];
      const pipe = operator === undefined ? '' : operator === '|&' ? ' 2>&1 | ' : ' | ';
      return this.#node(command) + pipe;
    });
    const timed = time === undefined ? '' : time.posix === undefined ? 'time ' : 'time -p ';
    return timed + (negated ? '! ' : '') + parts.join('');
  }

  #node(node: CommandNode): string {
    switch (node.type) {
      case 'Command': {
        const words = [
          ...node.prefix.filter(({ type }) => type === 'Assignment'),
          node.name,
          ...node.args,
        ].map((word) => (word === undefined ? '' : this.#slice(word)));
        return (words.filter(Boolean).join(' ') + this.#redirections(node.redirects)).trimStart();
      }
      case 'Redirected':
        return this.#node(node.command) + this.#redirections(node.redirects);
      case 'BraceGroup':
        return this.#group(node.body.commands);
      case 'Subshell':
        return `( ${this.#list(node.body.commands)} )`;
      case 'Function':
        return `function ${node.name.text} () ${this.#line(this.definition(node.body))}`;
      case 'If':
        return this.#if(node, node.elif, node.else);
      case 'While':
        return `${node.kind} ${this.#ended(node.clause)} do${this.#body(node.body)}${this.#line('done')}`;
      case 'For':
      case 'Select': {
        const words = node.wordlist?.map((word) => this.#slice(word)).join(' ') ?? '"$@"';
        const keyword = node.type === 'For' ? 'for' : 'select';
        return `${keyword} ${node.name.text} in ${words};${this.#loopBody(node.body)}`;
      }
      case 'ArithmeticFor': {
        const parts = [node.initialize, node.test, node.update];
        const texts = parts.map((part) => (part === undefined ? '1' : this.#slice(part)));
        return `for ((${texts.join('; ')}))${this.#loopBody(node.body)}`;
      }
      case 'Case':
        return this.#case(node);
      case 'TestCommand':
        return `[[ ${this.#test(node.expression)} ]]`;
      case 'ArithmeticCommand':
        return `((${node.body}))`;
      case 'Coproc': {
        const { name, body } = node;
        if (body.type === 'CompoundList') throw new TypeError('a syntax error was printed');
        return `coproc ${name?.text ?? 'COPROC'} ${this.#node(body)}`;
      }
    }
  }

  /** A list with a `;` at its end, where `&` does not end it already. */
  #ended({ commands }: CompoundList): string {
    const text = this.#list(commands);
    return text.endsWith('&') ? text : `${text};`;
  }

  #body(list: CompoundList): string {
    return this.#indented(() => this.#ended(list));
  }

  #loopBody(list: CompoundList): string {
    return `${this.#line('do')}${this.#body(list)}${this.#line('done')}`;
  }

  /** `elif` is an `if` in the `else`. */
  #if(
    { clause, then }: If | Elif,
    [next, ...more]: readonly Elif[],
    last: CompoundList | undefined,
  ): string {
    const otherwise =
      next !== undefined
        ? this.#indented(() => `${this.#if(next, more, last)};`)
        : last && this.#body(last);
    return [
      `if ${this.#ended(clause)} then${this.#body(then)}`,
      otherwise === undefined ? '' : `${this.#line('else')}${otherwise}`,
      this.#line('fi'),
    ].join('');
  }

  #case({ word, items }: Case): string {
    this.#indentation += step;
    const parts = items.map(({ pattern, body, terminator }) => {
      const patterns = pattern.map((one) => this.#slice(one)).join(' | ');
      const commands =
        body.commands.length === 0 ? '\n' : this.#indented(() => this.#list(body.commands));
      return `${this.#line(`${patterns})`)}${commands}${this.#line(terminator ?? ';;')}`;
    });
    this.#indentation -= step;
    return `case ${this.#slice(word)} in ${parts.join('')}${this.#line('esac')}`;
  }

  #test(expression: TestExpression): string {
    switch (expression.type) {
      case 'TestUnary':
        return `${expression.operator} ${this.#slice(expression.operand)}`;
      case 'TestBinary': {
        const { left, operator, right } = expression;
        return `${this.#slice(left)} ${operator} ${this.#slice(right)}`;
      }
      case 'TestLogical':
        return expression.operands
          .map((operand) => this.#test(operand))
          .join(` ${expression.operator} `);
      case 'TestNot':
        return `${'! '.repeat(expression.negations.length)}${this.#test(expression.operand)}`;
      case 'TestGroup':
        return `( ${this.#test(expression.expression)} )`;
    }
  }

  #redirections(all: readonly Redirection[]): string {
    return all.map((one) => ` ${this.#redirection(one)}`).join('');
  }

  #redirection(redirection: Redirection): string {
    if (redirection.type === 'HereDoc') throw new HereDocumentError();
    const { descriptor, operator, target } = redirection;
    const file = target === undefined ? '' : this.#slice(target);
    const duplicates = operator === '<&' || operator === '>&';
    const usual = operator.startsWith('<') ? 0 : 1;
    if (descriptor?.type === 'FileDescriptorVariable')
      return `{${descriptor.name}}${operator}${duplicates ? '' : ' '}${file}`;
    const number = descriptor?.value ?? usual;
    if (file === '-') return `${number}>&-`;
    if (duplicates)
      return `${number === usual && !/^\d+-?$/.test(file) ? '' : number}${operator}${file}`;
    return `${number === usual && operator !== '<>' ? '' : number}${operator} ${file}`;
  }

  #slice({ pos, end }: { readonly pos: number; readonly end: number }): string {
    return this.#source.slice(pos, end);
  }
}
