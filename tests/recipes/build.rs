//! Generates the module `news`.

fn main() {
    stubsmith::Config::new("spec/news.yaml").build_script();
}
