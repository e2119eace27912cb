//! Reads a file with a list of schemas, and writes a module for each schema that typify accepts, with its default
//! settings. Prints a line for each: the type's name, or the reason why there is none.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::{env, fs};
use typify::{TypeSpace, TypeSpaceSettings};

fn generate(schema: serde_json::Value) -> Result<(String, String), String> {
    let root: schemars::schema::RootSchema = serde_json::from_value(schema).map_err(|error| error.to_string())?;
    let mut types = TypeSpace::new(&TypeSpaceSettings::default());
    let id = types.add_root_schema(root).map_err(|error| error.to_string())?.ok_or("no type")?;
    let name = types.get_type(&id).map_err(|error| error.to_string())?.ident().to_string();
    Ok((name, types.to_stream().to_string()))
}

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let schemas: Vec<serde_json::Value> = serde_json::from_str(&fs::read_to_string(&arguments[1]).unwrap()).unwrap();
    std::panic::set_hook(Box::new(|_| {}));
    for (index, schema) in schemas.into_iter().enumerate() {
        match catch_unwind(AssertUnwindSafe(|| generate(schema))) {
            Ok(Ok((name, text))) => {
                fs::write(Path::new(&arguments[2]).join(format!("g{index}.rs")), text).unwrap();
                println!("ok\t{name}");
            }
            Ok(Err(error)) => println!("rejected\t{}", error.replace('\n', " ")),
            Err(payload) => {
                let text = payload.downcast_ref::<String>().cloned();
                let text = text.or_else(|| Some((*payload.downcast_ref::<&str>()?).to_owned())).unwrap_or_default();
                println!("rejected\tit panics: {}", text.replace('\n', " "));
            }
        }
    }
}
