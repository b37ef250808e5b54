//! Patterns as diff takes them: basic regular expressions for lines, and globs for names.

use regex::bytes::{Regex, RegexBuilder};

/// Of GNU's basic regular expressions (`\|` is "or", a newline is one, too), for a line without its newline.
/// None for one that is wrong, or has a back reference.
pub fn lines(patterns: &[String]) -> Option<Regex> {
    let all: Vec<String> =
        patterns.iter().flat_map(|pattern| pattern.split('\n')).map(from_basic).collect::<Option<_>>()?;
    build(&all.join("|"))
}

/// A pattern of the shell's for a whole name; `*` and `?` match any character, a dot at its beginning, too.
pub fn name(glob: &str) -> Option<Regex> {
    let mut expression = String::from(r"\A");
    let mut rest = glob.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '*' => expression.push_str(".*"),
            '?' => expression.push('.'),
            '[' => match brackets(&rest.clone().collect::<String>(), &['!', '^']) {
                Some((set, length)) => {
                    expression.push_str(&set);
                    rest.by_ref().take(length).for_each(drop);
                }
                None => expression.push_str(r"\["),
            },
            '\\' => literal(&mut expression, rest.next().unwrap_or('\\')),
            other => literal(&mut expression, other),
        }
    }
    build(&(expression + r"\z"))
}

fn build(expression: &str) -> Option<Regex> {
    RegexBuilder::new(expression).dot_matches_new_line(true).build().ok()
}

fn literal(expression: &mut String, character: char) {
    expression.push_str(&regex::escape(character.encode_utf8(&mut [0; 4])));
}

/// One alternative's expression in the words of the crate.
fn from_basic(basic: &str) -> Option<String> {
    let mut expression = String::from("(?:");
    let mut rest = basic.chars();
    // At the beginning of an expression `*` is itself and `^` an anchor.
    let mut beginning = true;
    while let Some(character) = rest.next() {
        let begins = std::mem::replace(&mut beginning, false);
        match character {
            '\\' => match rest.next()? {
                '(' => {
                    expression.push('(');
                    beginning = true;
                }
                '|' => {
                    expression.push('|');
                    beginning = true;
                }
                operator @ (')' | '{' | '}' | '?' | '+') => expression.push(operator),
                class @ ('w' | 'W' | 's' | 'S' | 'b' | 'B') => expression.extend(['\\', class]),
                '<' => expression.push_str(r"\b{start}"),
                '>' => expression.push_str(r"\b{end}"),
                '`' => expression.push_str(r"\A"),
                '\'' => expression.push_str(r"\z"),
                '1'..='9' => return None,
                other => literal(&mut expression, other),
            },
            '*' if begins => expression.push_str(r"\*"),
            '.' | '*' => expression.push(character),
            '^' if begins => {
                expression.push('^');
                beginning = true;
            }
            '$' if ends(rest.as_str()) => expression.push('$'),
            '[' => {
                let (set, length) = brackets(rest.as_str(), &['^'])?;
                expression.push_str(&set);
                rest.by_ref().take(length).for_each(drop);
            }
            other => literal(&mut expression, other),
        }
    }
    Some(expression + ")")
}

/// Whether an alternative is over here.
fn ends(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(r"\)") || rest.starts_with(r"\|")
}

/// A bracket expression, of what is behind its `[`. @returns it, and how many characters it has; none if it has no end
fn brackets(text: &str, negations: &[char]) -> Option<(String, usize)> {
    let characters: Vec<char> = text.chars().collect();
    let mut set = String::from("[");
    let mut at = 0;
    if characters.first().is_some_and(|first| negations.contains(first)) {
        set.push('^');
        at = 1;
    }
    let first = at;
    loop {
        match characters.get(at..)? {
            [] => return None,
            [']', ..] if at > first => return Some((set + "]", at + 1)),
            ['[', ':', ..] => {
                let length = characters[at..].windows(2).position(|pair| pair == [':', ']'])? + 2;
                set.extend(&characters[at..at + length]);
                at += length;
            }
            ['-', ..] if at > first && characters.get(at + 1) != Some(&']') => {
                set.push('-');
                at += 1;
            }
            [other, ..] => {
                literal(&mut set, *other);
                at += 1;
            }
        }
    }
}
