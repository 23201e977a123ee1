//! Puts the built viewer into the command: the files that `viewer.json` in the folder `TANGTHU_VIEWER` lists. Without that
//! variable the command is built without a viewer, and `tangthu build` says so.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=TANGTHU_VIEWER");
    let mut code = String::from("pub(crate) static FILES: &[(&str, &[u8])] = &[\n");
    if let Some(viewer) = env::var_os("TANGTHU_VIEWER").filter(|path| !path.is_empty()) {
        let viewer = Path::new(&viewer).canonicalize().map_err(|error| {
            format!("TANGTHU_VIEWER names {}, which cannot be opened ({error})", viewer.to_string_lossy())
        })?;
        let list = viewer.join("viewer.json");
        println!("cargo::rerun-if-changed={}", list.display());
        let bytes =
            fs::read(&list).map_err(|error| format!("{} cannot be read ({error})", list.display()))?;
        let list: serde_json::Value = serde_json::from_slice(&bytes)?;
        for name in list["files"].as_array().ok_or("viewer.json has no list \"files\"")? {
            let name = name.as_str().ok_or("viewer.json lists a name that is no text")?;
            let path = viewer.join(name);
            println!("cargo::rerun-if-changed={}", path.display());
            if !path.is_file() {
                return Err(format!("viewer.json lists {name}, which is not in {}", viewer.display()).into());
            }
            writeln!(code, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())?;
        }
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo did not name OUT_DIR")?);
    fs::write(out.join("viewer_files.rs"), code)?;
    Ok(())
}
