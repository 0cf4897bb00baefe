//! What is wrong with the arguments, in the reader's language and with a way out.

use super::console::Console;
use super::exit::Exit;
use super::language::Words;
use super::usage;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};
use gouji_text::nearest;
use std::ffi::OsString;

/// Prints help or the version where they were asked for, else what is wrong with `arguments`.
pub(super) fn tell(error: &clap::Error, arguments: &[OsString], console: &mut Console) -> Exit {
    let words = console.words;
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        console.say(error.to_string().trim_end());
        return Exit::Clean;
    }
    let mut command = usage::command(words);
    command.build();
    let verb = verb_in(&command, arguments);
    let message = Mistake { error, command: &command, verb, words }.message();
    let help = verb.map_or_else(|| "gouji".to_owned(), |verb| format!("gouji {}", verb.get_name()));
    let (before, behind) = (words.of("用 ", "see "), words.of(" 看用法", ""));
    console.complain(&format!("{message}\n{before}{help} --help{behind}"));
    Exit::Failed
}

/// The verb that was written: the first argument that is one.
fn verb_in<'command>(
    command: &'command Command,
    arguments: &[OsString],
) -> Option<&'command Command> {
    let words = arguments.iter().skip(1).filter_map(|argument| argument.to_str());
    let mut operands = words.filter(|argument| !argument.starts_with('-'));
    operands.find_map(|name| command.find_subcommand(name))
}

struct Mistake<'run> {
    error: &'run clap::Error,
    command: &'run Command,
    verb: Option<&'run Command>,
    words: Words,
}

impl Mistake<'_> {
    fn message(&self) -> String {
        let argument = self.context(ContextKind::InvalidArg);
        match self.error.kind() {
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                self.say(
                    "没有写要做什么，例如：gouji check 文件",
                    "no command given; for example: gouji check FILE",
                )
            }
            ErrorKind::InvalidSubcommand => {
                self.no_verb(&self.context(ContextKind::InvalidSubcommand))
            }
            ErrorKind::MissingRequiredArgument => self.missing(&argument),
            ErrorKind::UnknownArgument if argument.starts_with('-') => self.no_option(&argument),
            ErrorKind::UnknownArgument => self.say(
                &format!("多写了「{argument}」"),
                &format!("“{argument}” is one argument too many"),
            ),
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
                self.bad_value(&argument, &self.context(ContextKind::InvalidValue))
            }
            ErrorKind::TooManyValues => {
                self.say(&format!("{argument} 后面不能写值"), &format!("{argument} takes no value"))
            }
            ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
                self.say(&format!("{argument} 后面没有写值"), &format!("{argument} needs a value"))
            }
            ErrorKind::ArgumentConflict => self.conflict(&argument),
            ErrorKind::InvalidUtf8 => {
                self.say("参数里有不是 UTF-8 的字节", "an argument holds bytes that are not UTF-8")
            }
            _ => self.say("参数不对", "the arguments are wrong"),
        }
    }

    fn say(&self, chinese: &str, english: &str) -> String {
        self.words.language.choose(chinese, english).to_owned()
    }

    fn context(&self, kind: ContextKind) -> String {
        match self.error.get(kind) {
            Some(ContextValue::String(value)) => value.clone(),
            Some(ContextValue::Strings(values)) => values.join(self.words.of("、", ", ")),
            _ => String::new(),
        }
    }

    /// `是不是 check？`, or nothing where no candidate is near.
    fn did_you_mean<'names>(
        &self,
        name: &str,
        candidates: impl Iterator<Item = &'names str>,
    ) -> Option<String> {
        let near = nearest(name, candidates);
        let first = near.first()?;
        Some(self.say(&format!("；是不是 {first}？"), &format!("; did you mean {first}?")))
    }

    fn no_verb(&self, verb: &str) -> String {
        let verbs = || self.command.get_subcommands().map(Command::get_name);
        let way_out = self.did_you_mean(verb, verbs()).unwrap_or_else(|| {
            if verb.contains(['.', '/', '\\']) {
                self.say(
                    &format!("；要检查文件，写 gouji check {verb}"),
                    &format!("; to check a document, write gouji check {verb}"),
                )
            } else {
                let chinese: Vec<&str> = verbs().collect();
                self.say(
                    &format!("；可以用 {}", chinese.join("、")),
                    &format!("; there are {}", chinese.join(", ")),
                )
            }
        });
        self.say(&format!("没有「{verb}」这个命令"), &format!("there is no command “{verb}”"))
            + &way_out
    }

    fn no_option(&self, option: &str) -> String {
        let name = option.trim_start_matches('-');
        let name = name.split('=').next().unwrap_or(name);
        let of_verbs: Vec<&str> = self
            .command
            .get_subcommands()
            .filter(|verb| verb.get_arguments().any(|known| known.get_long() == Some(name)))
            .map(Command::get_name)
            .collect();
        match (self.verb.map(Command::get_name), of_verbs.first()) {
            (Some(own), Some(_)) if !of_verbs.contains(&own) => self.say(
                &format!("gouji {own} 没有 {option} 这个选项；{} 才有", of_verbs.join("、")),
                &format!("gouji {own} has no option {option}; only {} has it", of_verbs.join(", ")),
            ),
            (own, Some(first)) => {
                let verb = own.unwrap_or(first);
                self.say(
                    &format!("{option} 要写在命令后面，例如：gouji {verb} {option}"),
                    &format!("{option} stands behind the command: gouji {verb} {option}"),
                )
            }
            (_, None) => {
                let known = self
                    .verb
                    .unwrap_or(self.command)
                    .get_arguments()
                    .filter(|known| !known.is_hide_set());
                let known: Vec<String> =
                    known.filter_map(Arg::get_long).map(|long| format!("--{long}")).collect();
                let near = self.did_you_mean(option, known.iter().map(String::as_str));
                self.say(
                    &format!("没有 {option} 这个选项"),
                    &format!("there is no option {option}"),
                ) + &near.unwrap_or_default()
            }
        }
    }

    /// The argument that clap shows as `shown`, and what it calls itself in the help.
    fn named(&self, shown: &str) -> Option<&Arg> {
        let verb = self.verb.unwrap_or(self.command);
        verb.get_arguments().find(|known| known.to_string() == shown)
    }

    fn help_of(&self, shown: &str) -> String {
        let help = self.named(shown).and_then(Arg::get_help);
        help.map(ToString::to_string).unwrap_or_default()
    }

    fn missing(&self, argument: &str) -> String {
        let help = self.help_of(argument);
        let name = argument.trim_end_matches("...");
        self.say(&format!("还没有写{name}：{help}"), &format!("{name} is missing: {help}"))
    }

    fn bad_value(&self, argument: &str, value: &str) -> String {
        let choices = match self.error.get(ContextKind::ValidValue) {
            Some(ContextValue::Strings(choices)) => choices.as_slice(),
            _ => &[],
        };
        let wrong = if value.is_empty() {
            self.say(&format!("{argument} 后面没有写值"), &format!("{argument} needs a value"))
        } else {
            self.say(
                &format!("{argument} 的值不能是「{value}」"),
                &format!("{argument} cannot be “{value}”"),
            )
        };
        let near = self.did_you_mean(value, choices.iter().map(String::as_str));
        let help = self.help_of(argument);
        wrong + &near.unwrap_or_else(|| self.say(&format!("；{help}"), &format!("; {help}")))
    }

    fn conflict(&self, argument: &str) -> String {
        let other = self.context(ContextKind::PriorArg);
        if other.is_empty() || other == argument {
            self.say(
                &format!("{argument} 只能写一次"),
                &format!("{argument} can be given only once"),
            )
        } else {
            self.say(
                &format!("{argument} 和 {other} 不能一起用"),
                &format!("{argument} and {other} exclude each other"),
            )
        }
    }
}
