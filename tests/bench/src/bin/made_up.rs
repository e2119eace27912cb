//! `made_up OPERATIONS`: prints a made-up spec with this many operations.

fn main() {
    let operations = std::env::args().nth(1).and_then(|argument| argument.parse().ok());
    print!("{}", stubsmith_bench::made_up::description(operations.expect("made_up OPERATIONS")));
}
