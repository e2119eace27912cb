//! Resolves the words of the setting `formats` to types.

use crate::choices::{ChosenPreset, MappedFormat};
use crate::codes;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, in_words};
use crate::places::Setting;
use crate::presets::{INTEGER_FORMATS, INTEGERS, PRESETS, Preset, is_known, of_word, words};
use crate::rust_path::RustPath;
use crate::sources::Sources;
use crate::suggest::did_you_mean;

/// Returns the type of each format. A setting that names the format takes precedence over a word for several formats.
pub(crate) fn resolve(
    config: &Config,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<ChosenPreset> {
    let mut all = Vec::new();
    for setting in &config.presets {
        let origin = setting.place(sources);
        let (format, word) = split(setting);
        match chosen(format, word) {
            Ok(presets) => all.extend(presets.into_iter().map(|(format, preset)| ChosenPreset {
                is_named: !is_word_alone(setting),
                origin: origin.clone(),
                format,
                preset,
            })),
            Err((message, help)) => {
                diagnostics.push(Diagnostic::new(codes::BAD_FORMATS, origin, message).help(help));
            }
        }
    }
    all.sort_by_key(|chosen| !chosen.is_named);
    let mut formats: Vec<ChosenPreset> = Vec::new();
    for chosen in all {
        match formats.iter().find(|known| known.format == chosen.format) {
            None => formats.push(chosen),
            Some(known) if known.is_named != chosen.is_named || known.preset == chosen.preset => {}
            Some(known) => diagnostics.push(conflict(known, &chosen)),
        }
    }
    formats
}

/// Returns the formats of integers that settings select.
pub(crate) fn integers(config: &Config) -> Vec<MappedFormat> {
    let settings = config.presets.iter().map(split).filter(|(_, word)| *word == INTEGERS);
    let formats = settings.flat_map(|(format, _)| {
        INTEGER_FORMATS.into_iter().filter(move |(known, _)| format.is_none_or(|format| format == *known))
    });
    let formats = formats.filter_map(|(format, path)| {
        Some(MappedFormat { format: format.to_owned(), path: RustPath::parse(path)?, origin: None })
    });
    formats.collect()
}

fn is_word_alone(setting: &Setting) -> bool {
    split(setting).0.is_none()
}

fn split(setting: &Setting) -> (Option<&str>, &str) {
    match setting.text.rsplit_once('=') {
        Some((format, word)) => (Some(format.trim()), word.trim()),
        None => (None, setting.text.trim()),
    }
}

/// Returns the formats of a setting with their types.
///
/// | the setting names | formats |
/// |---|---|
/// | a word | those of the word |
/// | one of these formats and the word | that one |
/// | a format that no specification defines, such as `guid`, and a word with one type | that one |
///
/// # Errors
/// Returns a message and a help.
fn chosen(format: Option<&str>, word: &str) -> Result<Vec<(String, &'static Preset)>, (String, String)> {
    if word == INTEGERS {
        let known = INTEGER_FORMATS.map(|(known, _)| known);
        return match format.filter(|format| !known.contains(format)) {
            None => Ok(Vec::new()),
            Some(format) => Err((
                format!("`{INTEGERS}` has no type for the format `{format}`"),
                format!("name the type with `map-format`, such as `{format}: u64`"),
            )),
        };
    }
    let presets: Vec<&'static Preset> = of_word(word).collect();
    let (Some(first), Some(last)) = (presets.first(), presets.last()) else {
        let known = words();
        let meant = did_you_mean(word, known.iter().copied());
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if word.contains("::") => "to use any type by its path, write `map-format`".to_owned(),
            None => format!("the words are {}", in_words(&known, "and")),
        };
        return Err((format!("`{word}` is not a word for the types of formats"), help));
    };
    let all = presets.iter().flat_map(|preset| preset.formats.iter().map(move |format| (*format, *preset)));
    let Some(format) = format else {
        return Ok(all.map(|(format, preset)| (format.to_owned(), preset)).collect());
    };
    let own = all.clone().find(|(known, _)| *known == format).map(|(_, preset)| preset);
    let has_one_type = first.grammar == last.grammar;
    match own.or(Some(*first).filter(|_| has_one_type && !is_known(format))) {
        Some(preset) => Ok(vec![(format.to_owned(), preset)]),
        None => {
            let names: Vec<&str> = all.map(|(format, _)| format).collect();
            let mut others: Vec<&str> = PRESETS
                .iter()
                .filter(|preset| preset.formats.contains(&format))
                .map(|preset| preset.word)
                .collect();
            others.dedup();
            let names = in_words(&names, "and");
            let help = match others.is_empty() {
                true => {
                    format!("it has types for {names}; for another type, name its path with `map-format`")
                }
                false => {
                    format!("it has types for {names}; {} has one for `{format}`", in_words(&others, "or"))
                }
            };
            Err((format!("`{word}` has no type for the format `{format}`"), help))
        }
    }
}

fn conflict(known: &ChosenPreset, chosen: &ChosenPreset) -> Diagnostic {
    let ChosenPreset { format, preset, origin, .. } = chosen;
    let message =
        format!("`{}` and `{}` both have a type for the format `{format}`", known.preset.word, preset.word);
    let diagnostic = Diagnostic::new(codes::BAD_FORMATS, origin.clone(), message);
    diagnostic.help(format!("select one of them: `{format}={}`", preset.word))
}

/// Returns the place of a setting without an effect, and a message.
pub(crate) fn unused(presets: &[ChosenPreset], has: impl Fn(&str) -> bool) -> Vec<(Place, String)> {
    let mut unused = Vec::new();
    for chosen in presets {
        let same = |other: &&ChosenPreset| {
            other.origin == chosen.origin && other.preset.word == chosen.preset.word && !other.is_named
        };
        let together: Vec<&ChosenPreset> = match chosen.is_named {
            true => vec![chosen],
            false => presets.iter().filter(same).collect(),
        };
        let formats: Vec<&str> = together.iter().map(|other| other.format.as_str()).collect();
        let is_first = formats.first() == Some(&chosen.format.as_str());
        if is_first && !formats.iter().any(|format| has(format)) {
            let word = chosen.preset.word;
            let names = in_words(&formats, "or");
            unused.push((
                chosen.origin.clone(),
                format!("`formats` with `{word}` has no effect: no schema has the format {names}"),
            ));
        }
    }
    unused
}
