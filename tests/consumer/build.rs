fn main() {
    stubsmith::Config::new("spec/rooms.yaml").build_script();
}
