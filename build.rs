//! Puts the site's files into the binary: assets under names that carry their hash, in the encodings a browser may
//! ask for; icons, templates and texts as tables of strings. There is no other build step and no other tool.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Served folders. Style sheets come last, because they name the others.
const SERVED: [&str; 4] = ["fonts", "img", "js", "css"];

/// Icons that point along the line of text, and so turn round in right-to-left scripts.
const DIRECTIONAL: [&str; 5] = ["arrow-left", "arrow-right", "chevron-right", "log-in", "log-out"];

/// A file as it will be served.
struct Asset {
    /// Path under `assets/`, as templates write it: `css/app.css`.
    name: String,
    /// File name with the hash: `app.1a2b3c4d.css`.
    hashed: String,
    brotli: bool,
    gzip: bool,
}

fn main() -> Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for folder in ["assets", "migrations", "templates"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    fs::write(out.join("assets.rs"), assets_table(&root, &out)?)?;
    fs::write(out.join("embedded.rs"), texts_table(&root)?)?;
    Ok(())
}

/// Code of the tables `ASSETS` and `ICONS` of `web::assets`, both sorted by name.
fn assets_table(root: &Path, out: &Path) -> Result<String> {
    let folder = out.join("assets");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;

    let mut assets: Vec<Asset> = Vec::new();
    for kind in SERVED {
        for file in files(&root.join("assets").join(kind))? {
            let asset = prepare(root, &file, &folder, &assets)?;
            if assets.iter().any(|other| other.hashed == asset.hashed) {
                return Err(format!("two assets would be served as {}", asset.hashed).into());
            }
            assets.push(asset);
        }
    }
    assets.sort_by(|a, b| a.name.cmp(&b.name));

    let mut code = String::from("static ASSETS: &[Asset] = &[\n");
    for Asset { name, hashed, brotli, gzip } in &assets {
        let bytes = |suffix: &str| format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/assets/{hashed}{suffix}\"))");
        let encoded = |there: bool, suffix| match there {
            true => format!("Some({})", bytes(suffix)),
            false => "None".to_owned(),
        };
        writeln!(
            code,
            "Asset {{ name: {name:?}, url: \"/assets/{hashed}\", raw: {}, brotli: {}, gzip: {} }},",
            bytes(""),
            encoded(*brotli, ".br"),
            encoded(*gzip, ".gz"),
        )?;
    }
    code.push_str("];\nstatic ICONS: &[(&str, &str)] = &[\n");
    let mut icons = BTreeMap::new();
    for file in files(&root.join("assets/icons"))? {
        if file.extension().is_some_and(|extension| extension == "svg") {
            let name = stem(&file)?;
            icons.insert(name.to_owned(), inline_icon(name, &fs::read_to_string(&file)?)?);
        }
    }
    for row in icons {
        writeln!(code, "{row:?},")?;
    }
    code.push_str("];\n");
    Ok(code)
}

/// Writes one asset into `folder`, plain and in every encoding that makes it smaller.
fn prepare(root: &Path, file: &Path, folder: &Path, done: &[Asset]) -> Result<Asset> {
    let name = relative(file, &root.join("assets"))?;
    let mut bytes = fs::read(file)?;
    let extension = file.extension().and_then(|e| e.to_str()).unwrap_or_default();
    if extension == "css" {
        bytes = with_hashed_urls(std::str::from_utf8(&bytes)?, done)?.into_bytes();
    }
    let mut hash = String::new();
    for byte in &Sha256::digest(&bytes)[..4] {
        write!(hash, "{byte:02x}")?;
    }
    let hashed = format!("{}.{hash}.{extension}", stem(file)?);

    let mut brotli = Vec::new();
    let best = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut brotli, &best)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&bytes)?;
    let gzip = gzip.finish()?;

    let smaller = |encoded: &[u8]| encoded.len() < bytes.len();
    for (suffix, encoded) in [(".br", &brotli), (".gz", &gzip)] {
        if smaller(encoded) {
            fs::write(folder.join(format!("{hashed}{suffix}")), encoded)?;
        }
    }
    fs::write(folder.join(&hashed), &bytes)?;
    Ok(Asset { name, hashed, brotli: smaller(&brotli), gzip: smaller(&gzip) })
}

/// Rewrites `url("../fonts/name.woff2")` to the name under which the file is served; an unknown file fails the build.
fn with_hashed_urls(css: &str, done: &[Asset]) -> Result<String> {
    let mut parts = css.split("url(\"");
    let mut rewritten = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (url, rest) = part.split_once('"').ok_or("a url(\" in CSS does not end")?;
        let asset = done.iter().find(|asset| Some(asset.name.as_str()) == url.strip_prefix("../"));
        let asset = asset.ok_or_else(|| format!("CSS names {url}, which is no asset"))?;
        write!(rewritten, "url(\"{}\"{rest}", asset.hashed)?;
    }
    Ok(rewritten)
}

/// The drawing of a Lucide file inside an element that takes its colour and size from the text around it.
fn inline_icon(name: &str, file: &str) -> Result<String> {
    let (_, from_svg) = file.split_once("<svg").ok_or_else(|| format!("icon {name} is no SVG"))?;
    let drawing = from_svg.split_once('>').and_then(|(_, inner)| inner.split_once("</svg>"));
    let (drawing, _) = drawing.ok_or_else(|| format!("icon {name} does not end"))?;
    let shapes: String = drawing.lines().map(|line| line.trim().replace(" />", "/>")).collect();
    let class = if DIRECTIONAL.contains(&name) { "icon icon--flip" } else { "icon" };
    Ok(format!(r#"<svg class="{class}" viewBox="0 0 24 24" aria-hidden="true">{shapes}</svg>"#))
}

/// Code of the tables `TEMPLATES` and `LOCALES` of `embedded`, sorted by path.
fn texts_table(root: &Path) -> Result<String> {
    let include = |file: &Path| -> Result<String> {
        let path = relative(file, root)?;
        Ok(format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{path}\"))"))
    };
    let mut code = String::from("static TEMPLATES: &[(&str, &str)] = &[\n");
    for file in files(&root.join("templates"))? {
        let name = relative(&file, &root.join("templates"))?;
        writeln!(code, "({name:?}, {}),", include(&file)?)?;
    }
    code.push_str("];\nstatic LOCALES: &[Locale] = &[\n");
    let locales = root.join("assets/locales");
    for file in files(&locales)? {
        let path = relative(&file, &locales)?;
        let (language, file_name) = path.split_once('/').ok_or_else(|| format!("{path} is in no language's folder"))?;
        let text = include(&file)?;
        writeln!(code, "Locale {{ language: {language:?}, file: {file_name:?}, text: {text} }},")?;
    }
    code.push_str("];\n");
    Ok(code)
}

/// Every file below `folder`, sorted by path, so that the same sources make the same binary.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => found.extend(files(&path)?),
            false => found.push(path),
        }
    }
    found.sort();
    Ok(found)
}

/// The path of `file` below `folder`, with `/` on every system.
fn relative(file: &Path, folder: &Path) -> Result<String> {
    let parts: Option<Vec<&str>> = file.strip_prefix(folder)?.iter().map(|part| part.to_str()).collect();
    Ok(parts.ok_or_else(|| format!("{} is not UTF-8", file.display()))?.join("/"))
}

fn stem(file: &Path) -> Result<&str> {
    let stem = file.file_stem().and_then(|stem| stem.to_str());
    Ok(stem.ok_or_else(|| format!("{} has no name", file.display()))?)
}
