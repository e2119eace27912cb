//! Doc comments, the only place in the output for a spec's prose. Everything that rustdoc or a terminal would interpret
//! is escaped: code that would run as a doctest, HTML, links, and control and bidirectional characters.

use super::text::quoted;
use crate::api::Source;
use crate::model::{Docs, Operation, Role};
use crate::printable::escape_invisible;
use proc_macro2::TokenStream;
use quote::quote;

/// Emits a `#[doc]` for each line: first trusted text, and then the spec's prose.
pub(crate) fn doc_attributes(summary: &str, prose: Option<&str>) -> TokenStream {
    docs_and_more(summary, prose, None)
}

/// Emits the same, followed by one more line of trusted text.
pub(crate) fn docs_and_more(summary: &str, prose: Option<&str>, more: Option<String>) -> TokenStream {
    let prose = prose.map(sanitise).unwrap_or_default();
    let mut lines: Vec<String> = summary.lines().map(str::to_owned).collect();
    for paragraph in [prose, more.into_iter().collect()] {
        if !lines.is_empty() && !paragraph.is_empty() {
            lines.push(String::new());
        }
        lines.extend(paragraph);
    }
    let lines = lines.iter().map(|line| match line.as_str() {
        "" => quoted(""),
        line => quoted(&format!(" {line}")),
    });
    quote!(#(#[doc = #lines])*)
}

/// Emits the same for the docs of an object in the spec.
pub(crate) fn docs_of(summary: &str, docs: &Docs, more: Option<String>) -> TokenStream {
    docs_and_more(summary, docs.description.as_deref(), more)
}

/// Puts the spec's prose on one line, for use in a sentence.
pub(crate) fn inline(prose: &str) -> String {
    sanitise(prose).join(" ").trim().to_owned()
}

/// Joins names with commas and "and".
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// Puts text in a code span.
pub(crate) fn code(text: &str) -> String {
    // Most texts are plain, and looking for what they do not contain takes longer than copying them.
    if !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'`') {
        return ["`", text, "`"].concat();
    }
    let text =
        if text.is_empty() { "\"\"".to_owned() } else { escape_invisible(&text.replace(['\n', '\r'], " ")) };
    let fence = if text.contains('`') { "``" } else { "`" };
    let pad = if text.contains('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Escapes Markdown, line by line.
fn sanitise(prose: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut fence: Option<String> = None;
    for line in prose.replace("\r\n", "\n").replace('\r', "\n").lines() {
        let line = escape_invisible(line.trim_end());
        let text = line.trim_start();
        let marker: String = text.chars().take_while(|character| matches!(character, '`' | '~')).collect();
        let is_marker = marker.len() >= 3 && marker.chars().all(|character| text.starts_with(character));
        match &fence {
            Some(open) if is_marker && marker.starts_with(open.as_str()) && text.len() == marker.len() => {
                lines.push(marker);
                fence = None;
            }
            Some(_) => lines.push(line),
            None if is_marker => {
                lines.push(format!("{marker}text"));
                fence = Some(marker);
            }
            None => lines.push(escape(&outdent(&line))),
        }
    }
    lines.extend(fence);
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let start = lines.iter().position(|line| !line.is_empty()).unwrap_or(0);
    lines.split_off(start)
}

/// Reduces the indentation: a line with four spaces is code, and rustdoc runs code as a doctest.
fn outdent(line: &str) -> String {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    format!("{}{text}", " ".repeat(indent.min(2)))
}

/// Escapes the special characters of Markdown, except in code spans and links to the web.
fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(index) = rest.find(['<', '[', ']', '`', '\\']) {
        let (before, from) = rest.split_at(index);
        out.push_str(before);
        if let Some(link) = link(from).filter(|_| !out.ends_with('!')) {
            out.push_str(link);
            rest = from.strip_prefix(link).unwrap_or_default();
            continue;
        }
        let ticks = from.len() - from.trim_start_matches('`').len();
        let (special, after) = from.split_at(ticks.max(1));
        let end = (ticks > 0).then(|| after.find(special)).flatten();
        rest = match end {
            Some(end) => {
                let (span, after) = after.split_at(end + ticks);
                out.push_str(special);
                out.push_str(span);
                after
            }
            None => {
                out.extend(special.chars().flat_map(|character| ['\\', character]));
                after
            }
        };
    }
    out.push_str(rest);
    out
}

/// Returns the link to the web at the start of the text: plain words in brackets, and an address in parentheses.
fn link(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('[')?;
    // The search ends at a character that a link cannot contain: a line may be full of brackets.
    let (words, rest) = inside.split_at(inside.find(['[', ']', '<', '`', '\\', '!'])?);
    let rest = rest.strip_prefix("](")?;
    let (address, rest) = rest.split_at(rest.find(['(', ')'])?);
    let plain = !words.is_empty() && rest.starts_with(')');
    let web = address.starts_with("https://") || address.starts_with("http://");
    let one =
        address.chars().all(|character| character.is_ascii_graphic() && !"<>()[]`\"'\\".contains(character));
    (plain && web && one).then(|| text.split_at(words.len() + address.len() + 4).0)
}

/// Returns an operation's route as docs show it.
pub(crate) fn route_code(operation: &Operation) -> String {
    match &operation.role {
        Role::Sent(Source::Webhook(name)) => return format!("the webhook {}", code(name)),
        Role::Sent(Source::Callback(name)) => return format!("the callback {}", code(name)),
        Role::Served | Role::Received(_) => {}
    }
    code(&format!("{} {}", operation.method.name(), operation.path.template))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_escaped() {
        let cases = [
            ("``from``", "``from``"),
            ("a <script>b</script>", "a \\<script>b\\</script>"),
            ("`<b>` [x](javascript:y)", "`<b>` \\[x\\](javascript:y)"),
            ("[x y](https://z.org/a?b#c), [i]", "[x y](https://z.org/a?b#c), \\[i\\]"),
            ("![x](https://z.org)", "!\\[x\\](https://z.org)"),
            ("[<b>](http://z) [`x](http://z) `", "\\[\\<b>\\](http://z) \\[`x](http://z) `"),
            ("[x](http://z 'y') [](http://z)", "\\[x\\](http://z 'y') \\[\\](http://z)"),
            ("    let x = 1;", "  let x = 1;"),
            ("```\ncode", "```text\ncode\n```"),
            ("~~~rust\nx\n~~~\n<", "~~~text\nx\n~~~\n\\<"),
            ("a\u{202e}b\rc", "a\\\\u{202e}b\nc"),
            ("` <b>", "\\` \\<b>"),
            ("\n\na\n\n", "a"),
        ];
        for (prose, expected) in cases {
            assert_eq!(sanitise(prose).join("\n"), expected, "{prose:?}");
        }
    }
}
