fn main() {
    stubsmith::Config::new("spec/orders.yaml").build_script();
    stubsmith::Config::new("spec/forms.yaml").build_script();
    stubsmith::Config::new("spec/unions.yaml").build_script();
}
