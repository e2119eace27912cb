//! Prints our own document, with an operation for each definition.

fn main() {
    let document = stubsmith_differential::compositions::document();
    let document = stubsmith_differential::documents::with_operations("compositions", document);
    println!("{:#}", document.unwrap().value);
}
