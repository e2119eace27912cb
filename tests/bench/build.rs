fn main() {
    stubsmith::Config::new("spec/orders.yaml").build_script();
}
