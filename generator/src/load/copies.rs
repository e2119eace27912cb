//! The files of a spec, as a copy of them in another folder needs them.

use super::paths::{absolute, normalise, parent};
use crate::diagnostic::FileId;
use crate::reference::unescape;
use crate::sources::Sources;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Returns the paths below the ref root at which a copy of the files has the same references, each with its file. A
/// file that references reach by several paths, through symlinks, has several.
///
/// # Errors
/// Returns the path of a file that is not below the ref root.
pub(crate) fn paths_below_root(sources: &Sources) -> Result<BTreeSet<(PathBuf, FileId)>, PathBuf> {
    let root = absolute(&sources.ref_root);
    let below =
        |path: &Path| absolute(path).strip_prefix(&root).map(Path::to_owned).map_err(|_| path.to_owned());
    let read = (0..).map(FileId).zip(&sources.files).filter(|(_, file)| file.value.is_some());
    let read = read.map(|(id, file)| Ok((below(&file.path)?, id)));
    let mut paths = read.collect::<Result<BTreeSet<_>, PathBuf>>()?;
    let relative = sources.resolved.iter().filter(|(_, target)| !sources.mapped.contains(target));
    for ((from, reference), target) in relative {
        let (Some(from), Some(path)) = (sources.file(*from), unescape(reference)) else { continue };
        paths.insert((below(&normalise(&parent(&from.path).join(path)))?, *target));
    }
    Ok(paths)
}
