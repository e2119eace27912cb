//! `floor OUT FILE...`: the least work of a generator that reads these files and writes the code in the folder OUT
//! with syn and prettyplease. The support code is omitted, since it is copied. It has the allocator of the program.

use mimalloc::MiMalloc;
use std::fs;
use std::hint::black_box;
use std::path::Path;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().expect("floor OUT FILE...");
    for file in arguments {
        let text = fs::read_to_string(&file).expect("the file is there");
        if text.trim_start().starts_with('{') {
            black_box(serde_json::from_str::<serde_json::Value>(&text).expect("the file is JSON"));
        } else {
            black_box(serde_yaml::from_str::<serde_json::Value>(&text).expect("the file is YAML"));
        }
    }
    print(Path::new(&out));
}

fn print(folder: &Path) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() && !path.ends_with("support") {
            print(&path);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("the file is there");
            let tokens: proc_macro2::TokenStream = text.parse().expect("it is Rust");
            black_box(prettyplease::unparse(&syn::parse2(tokens).expect("it is Rust")));
        }
    }
}
