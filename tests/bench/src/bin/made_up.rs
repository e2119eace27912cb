//! `made_up OPERATIONS [FORM]`: prints a made-up spec with this many operations. Without a form, it is Swagger 2.0 in
//! YAML. The forms of OpenAPI 3.1 are `line` and `indented`, which are JSON, and `yaml`.

use stubsmith_bench::{made_up, made_up3};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let operations = arguments.next().and_then(|argument| argument.parse().ok());
    let operations = operations.expect("made_up OPERATIONS [FORM]");
    let text = match arguments.next().as_deref() {
        None => made_up::description(operations),
        Some("line") => made_up3::document(operations).to_string(),
        Some("indented") => format!("{:#}", made_up3::document(operations)),
        Some("yaml") => serde_yaml::to_string(&made_up3::document(operations)).expect("a document is YAML"),
        Some(other) => panic!("{other} is neither `line`, `indented` nor `yaml`"),
    };
    print!("{text}");
}
