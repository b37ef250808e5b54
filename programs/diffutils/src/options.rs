//! The options of diff, as GNU's getopt takes them: short ones together, long ones by a beginning that is theirs alone.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal};

use regex::bytes::Regex;

use crate::files;
use crate::pattern;
use crate::space::Ignored;

/// What is compared, and how it is told.
#[derive(Default)]
pub struct Options {
    pub from: OsString,
    pub to: OsString,
    pub format: Format,
    /// Lines of context around a change.
    pub context: usize,
    /// What headers say instead of names and times.
    pub labels: [Option<String>; 2],
    pub brief: bool,
    pub report_identical_files: bool,
    pub recursive: bool,
    /// `-N`: a file that is missing is empty.
    pub new_file: bool,
    /// `-a`: nothing is binary.
    pub text: bool,
    pub strip_trailing_cr: bool,
    pub ignored: Ignored,
    pub ignore_blank_lines: bool,
    /// `-I`: changes of nothing but these lines are ignored.
    pub ignore_lines: Option<Regex>,
    /// `-p`, `-F`: hunks say the last of these lines before them.
    pub function: Option<Regex>,
    /// `-x`, `-X`: names that are passed over in directories.
    pub exclude: Vec<Regex>,
    pub colours: bool,
    pub expand_tabs: bool,
    pub tab_size: usize,
    /// How wide a row of two columns is.
    pub width: usize,
    pub left_column: bool,
    pub suppress_common_lines: bool,
    /// The options as they were given, for the lines `diff -r a/x b/x`.
    pub given: Vec<String>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Normal,
    Unified,
    Context,
    Ed,
    SideBySide,
}

/// Whether an option has an argument.
#[derive(Clone, Copy, PartialEq)]
enum Argument {
    None,
    /// Only behind `=`.
    Optional,
    Required,
}

const LONG: &[(&str, Argument)] = &[
    ("brief", Argument::None),
    ("color", Argument::Optional),
    ("context", Argument::Optional),
    ("ed", Argument::None),
    ("exclude", Argument::Required),
    ("exclude-from", Argument::Required),
    ("expand-tabs", Argument::None),
    ("ignore-all-space", Argument::None),
    ("ignore-blank-lines", Argument::None),
    ("ignore-case", Argument::None),
    ("ignore-matching-lines", Argument::Required),
    ("ignore-space-change", Argument::None),
    ("ignore-tab-expansion", Argument::None),
    ("ignore-trailing-space", Argument::None),
    ("label", Argument::Required),
    ("left-column", Argument::None),
    ("minimal", Argument::None),
    ("new-file", Argument::None),
    ("normal", Argument::None),
    ("recursive", Argument::None),
    ("report-identical-files", Argument::None),
    ("show-c-function", Argument::None),
    ("show-function-line", Argument::Required),
    ("side-by-side", Argument::None),
    ("speed-large-files", Argument::None),
    ("strip-trailing-cr", Argument::None),
    ("suppress-common-lines", Argument::None),
    ("tabsize", Argument::Required),
    ("text", Argument::None),
    ("unified", Argument::Optional),
    ("width", Argument::Required),
];

/// The letters, and the long options that they stand for.
const SHORT: &[(char, &str)] = &[
    ('B', "ignore-blank-lines"),
    ('C', "context"),
    ('E', "ignore-tab-expansion"),
    ('F', "show-function-line"),
    ('H', "speed-large-files"),
    ('I', "ignore-matching-lines"),
    ('L', "label"),
    ('N', "new-file"),
    ('U', "unified"),
    ('W', "width"),
    ('X', "exclude-from"),
    ('Z', "ignore-trailing-space"),
    ('a', "text"),
    ('b', "ignore-space-change"),
    ('c', "context"),
    ('d', "minimal"),
    ('e', "ed"),
    ('i', "ignore-case"),
    ('p', "show-c-function"),
    ('q', "brief"),
    ('r', "recursive"),
    ('s', "report-identical-files"),
    ('t', "expand-tabs"),
    ('u', "unified"),
    ('w', "ignore-all-space"),
    ('x', "exclude"),
    ('y', "side-by-side"),
];

/// The letters that have an argument.
const WITH_ARGUMENT: &str = "CFILUWXx";

/// What is not yet final while options are read.
#[derive(Default)]
struct Reading {
    format: Option<Format>,
    /// The most that `-C`, `-U` and `-c`, `-u` ask for.
    context: Option<usize>,
    /// Whether there is a number with that.
    explicit: bool,
    /// The digits of `-u5`.
    digits: Option<usize>,
    ignore_lines: Vec<String>,
    functions: Vec<String>,
    operands: Vec<OsString>,
}

pub fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Options, String> {
    let mut options = Options { tab_size: 8, width: 130, ..Options::default() };
    let mut reading = Reading::default();
    while let Some(argument) = arguments.next() {
        let text = argument.to_string_lossy().into_owned();
        if text == "--" {
            reading.operands.extend(arguments);
            break;
        }
        if text == "-" || !text.starts_with('-') {
            reading.operands.push(argument);
            continue;
        }
        options.given.push(text.clone());
        let (name, inline, argument) = match text.strip_prefix("--") {
            Some(long) => {
                let (name, inline) = match long.split_once('=') {
                    Some((name, value)) => (name, Some(value.to_owned())),
                    None => (long, None),
                };
                let (name, argument) = find_long(name)?;
                (name, inline, argument)
            }
            None => match letters(&text[1..], &mut options, &mut reading)? {
                Some((name, inline)) => (name, inline, Argument::Required),
                None => continue,
            },
        };
        let value = match (argument, inline) {
            (Argument::None, Some(_)) => return Err(format!("option '--{name}' doesn't allow an argument")),
            (Argument::Required, None) => {
                let next =
                    arguments.next().ok_or_else(|| format!("option '--{name}' requires an argument"))?;
                let value = next.to_string_lossy().into_owned();
                options.given.push(value.clone());
                Some(value)
            }
            (_, inline) => inline,
        };
        options.set(name, value, &mut reading)?;
    }
    options.finish(reading)
}

/// Sets the options of letters. @returns one that has an argument, with what is behind its letter
fn letters(
    text: &str,
    options: &mut Options,
    reading: &mut Reading,
) -> Result<Option<(&'static str, Option<String>)>, String> {
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        if let Some(digit) = letter.to_digit(10) {
            let number = reading.digits.unwrap_or(0);
            reading.digits = Some(number.saturating_mul(10).saturating_add(digit as usize));
            continue;
        }
        let Some(&(_, name)) = SHORT.iter().find(|(short, _)| *short == letter) else {
            return Err(format!("invalid option -- '{letter}'"));
        };
        if WITH_ARGUMENT.contains(letter) {
            return Ok(Some((name, Some(rest.as_str().to_owned()).filter(|inline| !inline.is_empty()))));
        }
        options.set(name, None, reading)?;
    }
    Ok(None)
}

fn find_long(name: &str) -> Result<(&'static str, Argument), String> {
    if let Some(option) = LONG.iter().find(|(long, _)| *long == name) {
        return Ok(*option);
    }
    let mut fitting = LONG.iter().filter(|(long, _)| long.starts_with(name));
    match (fitting.next(), fitting.next()) {
        (Some(option), None) => Ok(*option),
        (None, _) => Err(format!("unrecognized option '--{name}'")),
        _ => Err(format!("option '--{name}' is ambiguous")),
    }
}

impl Options {
    fn set(&mut self, name: &str, value: Option<String>, reading: &mut Reading) -> Result<(), String> {
        match name {
            "brief" => self.brief = true,
            // The search takes no short cuts that these would forbid, or allow.
            "minimal" | "speed-large-files" => {}
            "report-identical-files" => self.report_identical_files = true,
            "expand-tabs" => self.expand_tabs = true,
            "recursive" => self.recursive = true,
            "new-file" => self.new_file = true,
            "text" => self.text = true,
            "strip-trailing-cr" => self.strip_trailing_cr = true,
            "left-column" => self.left_column = true,
            "suppress-common-lines" => self.suppress_common_lines = true,
            "ignore-case" => self.ignored.case = true,
            "ignore-all-space" => self.ignored.all_space = true,
            "ignore-space-change" => self.ignored.space_change = true,
            "ignore-trailing-space" => self.ignored.trailing_space = true,
            "ignore-tab-expansion" => self.ignored.tab_expansion = true,
            "ignore-blank-lines" => self.ignore_blank_lines = true,
            "ignore-matching-lines" => reading.ignore_lines.extend(value),
            "show-function-line" => reading.functions.extend(value),
            "show-c-function" => reading.functions.push("^[[:alpha:]$_]".to_owned()),
            "exclude" => self.exclude.extend(value.as_deref().and_then(pattern::name)),
            "exclude-from" => self.exclude_from(&value.unwrap_or_default())?,
            "color" => {
                self.colours = match value.as_deref() {
                    None | Some("auto") => io::stdout().is_terminal(),
                    Some("always") => true,
                    Some("never") => false,
                    Some(other) => return Err(format!("invalid color '{other}'")),
                }
            }
            "label" => match self.labels.iter_mut().find(|label| label.is_none()) {
                Some(label) => *label = value,
                None => return Err("too many file label options".to_owned()),
            },
            "width" => self.width = number(value, "width")?,
            "tabsize" => self.tab_size = number(value, "tabsize")?,
            "context" | "unified" => {
                reading.explicit |= value.is_some();
                let lines = match value {
                    Some(value) => value.parse().map_err(|_| format!("invalid context length '{value}'"))?,
                    None => 3,
                };
                reading.context = reading.context.max(Some(lines));
                return reading.choose(if name == "context" { Format::Context } else { Format::Unified });
            }
            "ed" => return reading.choose(Format::Ed),
            "side-by-side" => return reading.choose(Format::SideBySide),
            // `--normal`
            _ => return reading.choose(Format::Normal),
        }
        Ok(())
    }

    /// The patterns of a file, one a line.
    fn exclude_from(&mut self, file: &str) -> Result<(), String> {
        let bytes =
            files::read(OsStr::new(file)).map_err(|error| format!("{file}: {}", files::reason(&error)))?;
        let text = String::from_utf8_lossy(&bytes);
        let patterns = text.lines().map(str::trim_ascii_end).filter(|line| !line.is_empty());
        self.exclude.extend(patterns.filter_map(pattern::name));
        Ok(())
    }

    fn finish(mut self, reading: Reading) -> Result<Options, String> {
        let shows_functions = reading.functions.iter().any(|pattern| pattern == "^[[:alpha:]$_]");
        let default = if shows_functions { Format::Context } else { Format::Normal };
        self.format = reading.format.unwrap_or(default);
        self.context = match (reading.context.unwrap_or(3), reading.digits) {
            (context, Some(digits)) if !reading.explicit || digits > context => digits,
            (context, _) => context,
        };
        self.ignore_lines = expression(&reading.ignore_lines)?;
        self.function = expression(&reading.functions)?;
        self.ignored.tab_size = self.tab_size;
        self.ignored.last_newline = self.format == Format::Ed;
        let mut operands = reading.operands.into_iter();
        let (Some(from), Some(to)) = (operands.next(), operands.next()) else {
            return Err("missing operand".to_owned());
        };
        if let Some(extra) = operands.next() {
            return Err(format!("extra operand '{}'", extra.to_string_lossy()));
        }
        Ok(Options { from, to, ..self })
    }

    /// Whether files whose bytes differ may count as the same.
    pub fn ignores_some(&self) -> bool {
        let Ignored { case, tab_expansion, last_newline, .. } = self.ignored;
        case || tab_expansion
            || last_newline
            || self.ignored.ends()
            || self.ignore_blank_lines
            || self.ignore_lines.is_some()
    }
}

impl Reading {
    fn choose(&mut self, format: Format) -> Result<(), String> {
        if self.format.is_some_and(|other| other != format) {
            return Err("conflicting output style options".to_owned());
        }
        self.format = Some(format);
        Ok(())
    }
}

/// One expression for lines that any of the patterns fits.
fn expression(patterns: &[String]) -> Result<Option<Regex>, String> {
    if patterns.is_empty() {
        return Ok(None);
    }
    match pattern::lines(patterns) {
        Some(expression) => Ok(Some(expression)),
        None => Err(format!("{}: invalid regular expression", patterns.join("\n"))),
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
