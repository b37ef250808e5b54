//! The options of diff, as GNU's getopt takes them: short ones together, long ones by a beginning that is theirs alone.

use std::ffi::OsString;

use diffutilslib::params::{Format, Params};

/// What is compared, and how it is told.
pub struct Options {
    pub params: Params,
    pub recursive: bool,
    /// `-N`: a file that is missing is empty.
    pub new_file: bool,
    /// `-a`: nothing is binary.
    pub text: bool,
    /// The options as they were given, for the lines `diff -r a/x b/x`.
    pub given: Vec<String>,
}

/// Short options with an argument.
const WITH_ARGUMENT: &str = "CUWL";

const LONG: &[(&str, char)] = &[
    ("brief", 'q'),
    ("context", 'C'),
    ("ed", 'e'),
    ("expand-tabs", 't'),
    ("label", 'L'),
    ("new-file", 'N'),
    ("normal", 'n'),
    ("recursive", 'r'),
    ("report-identical-files", 's'),
    ("side-by-side", 'y'),
    ("tabsize", 'T'),
    ("text", 'a'),
    ("unified", 'U'),
    ("width", 'W'),
];

/// Long options whose argument may be missing.
const OPTIONAL: &str = "CU";

pub fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Options, String> {
    let mut options = Options {
        params: Params { executable: "diff".into(), ..Params::default() },
        recursive: false,
        new_file: false,
        text: false,
        given: Vec::new(),
    };
    let mut operands = Vec::new();
    let mut arguments = arguments;
    let mut format = None;
    let mut only_operands = false;
    while let Some(argument) = arguments.next() {
        let text = argument.to_string_lossy().into_owned();
        if only_operands || text == "-" || !text.starts_with('-') {
            operands.push(argument);
            continue;
        }
        if text == "--" {
            only_operands = true;
            continue;
        }
        options.given.push(text.clone());
        let mut value_of = |inline: Option<String>, option: &str, given: &mut Vec<String>| match inline {
            Some(value) => Ok(value),
            None => match arguments.next() {
                Some(next) => {
                    let value = next.to_string_lossy().into_owned();
                    given.push(value.clone());
                    Ok(value)
                }
                None => Err(format!("option {option} requires an argument")),
            },
        };
        if let Some(long) = text.strip_prefix("--") {
            let (name, inline) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (long, None),
            };
            let option = find_long(name)?;
            let takes = WITH_ARGUMENT.contains(option) || option == 'T';
            let value = if takes && !(OPTIONAL.contains(option) && inline.is_none()) {
                Some(value_of(inline, &format!("'--{name}'"), &mut options.given)?)
            } else {
                None
            };
            options.set(option, value, &mut format)?;
            continue;
        }
        let mut letters = text[1..].char_indices();
        while let Some((at, letter)) = letters.next() {
            if WITH_ARGUMENT.contains(letter) {
                let rest = &text[1 + at + letter.len_utf8()..];
                let inline = if rest.is_empty() { None } else { Some(rest.to_owned()) };
                let value = value_of(inline, &format!("-- '{letter}'"), &mut options.given)?;
                options.set(letter, Some(value), &mut format)?;
                break;
            }
            // These are the long ones without a letter.
            if "nT".contains(letter) {
                return Err(format!("invalid option -- '{letter}'"));
            }
            options.set(letter, None, &mut format)?;
        }
    }
    options.params.format = format.unwrap_or_default();
    let mut operands = operands.into_iter();
    let (Some(from), Some(to)) = (operands.next(), operands.next()) else {
        return Err("missing operand".to_owned());
    };
    if let Some(extra) = operands.next() {
        return Err(format!("extra operand '{}'", extra.to_string_lossy()));
    }
    options.params.from = from;
    options.params.to = to;
    Ok(options)
}

fn find_long(name: &str) -> Result<char, String> {
    let mut fitting = LONG.iter().filter(|(long, _)| long.starts_with(name));
    if let Some((_, option)) = LONG.iter().find(|(long, _)| *long == name) {
        return Ok(*option);
    }
    match (fitting.next(), fitting.next()) {
        (Some((_, option)), None) => Ok(*option),
        (None, _) => Err(format!("unrecognized option '--{name}'")),
        _ => Err(format!("option '--{name}' is ambiguous")),
    }
}

impl Options {
    fn set(
        &mut self,
        option: char,
        value: Option<String>,
        format: &mut Option<Format>,
    ) -> Result<(), String> {
        let params = &mut self.params;
        let chosen = match option {
            'q' => return Ok(params.brief = true),
            's' => return Ok(params.report_identical_files = true),
            't' => return Ok(params.expand_tabs = true),
            'r' => return Ok(self.recursive = true),
            'N' => return Ok(self.new_file = true),
            'a' => return Ok(self.text = true),
            'L' => {
                let unset = params.labels.iter_mut().find(|label| label.is_none());
                match (unset, value) {
                    (Some(label), value) => *label = value,
                    _ => return Err("too many file label options".to_owned()),
                }
                return Ok(());
            }
            'W' => return Ok(params.width = number(value, "width")?),
            'T' => return Ok(params.tabsize = number(value, "tabsize")?),
            'C' | 'U' => {
                if let Some(value) = value {
                    let invalid = || format!("invalid context length '{value}'");
                    params.context_count = value.parse().map_err(|_| invalid())?;
                }
                if option == 'C' { Format::Context } else { Format::Unified }
            }
            'c' => Format::Context,
            'u' => Format::Unified,
            'e' => Format::Ed,
            'n' => Format::Normal,
            'y' => Format::SideBySide,
            _ => return Err(format!("invalid option -- '{option}'")),
        };
        if format.is_some_and(|other| other != chosen) {
            return Err("conflicting output style options".to_owned());
        }
        *format = Some(chosen);
        Ok(())
    }
}

/// A positive number.
fn number(value: Option<String>, what: &str) -> Result<usize, String> {
    let value = value.unwrap_or_default();
    match value.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("invalid {what} '{value}'")),
    }
}
