//! Limits: `max_size` in a project's `Cargo.toml`.
//!
//! ```toml
//! [package.metadata.llvmcoro.max_size]
//! "app::tasks::*" = 256
//! ```

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;
use wildmatch::WildMatch;

use super::Baseline;

/// The largest allowed sizes in bytes, by name or pattern; `*` stands for any text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits(BTreeMap<String, u64>);

impl Limits {
    /// Those of the workspace and of its packages, as cargo tells them.
    ///
    /// # Errors
    /// If one of them is no number.
    pub fn of_metadata(metadata: &Value) -> Result<Self> {
        let packages = metadata["packages"].as_array().into_iter().flatten();
        let tables = packages.map(|package| &package["metadata"]).chain([&metadata["metadata"]]);
        let mut limits = BTreeMap::new();
        for table in tables {
            for (name, size) in table["llvmcoro"]["max_size"].as_object().into_iter().flatten() {
                let size = size.as_u64();
                let size = size.with_context(|| format!("max_size of `{name}` is no number"))?;
                limits.insert(name.clone(), size);
            }
        }
        Ok(Limits(limits))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The futures that are larger than they may be, and the limits that are of no future.
    pub fn complaints(&self, now: &Baseline) -> Vec<String> {
        let mut complaints = vec![];
        for (pattern, most) in &self.0 {
            let matcher = WildMatch::new(pattern);
            let mut of_none = true;
            for (name, entry) in now.futures().filter(|(name, _)| matcher.matches(name)) {
                of_none = false;
                if entry.size > *most {
                    let size = entry.size;
                    complaints.push(format!(
                        "{name} has {size} bytes: max_size of `{pattern}` is {most}"
                    ));
                }
            }
            if of_none {
                complaints.push(format!("max_size of `{pattern}`: no future has such a name"));
            }
        }
        complaints
    }
}

#[cfg(test)]
mod tests {
    use llvmcoro_report::Future;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_too_large_or_of_no_future_is_named() {
        let table = json!({ "app::*": 10, "app::small": 4, "gone": 1 });
        let metadata = json!({
            "packages": [{ "metadata": { "llvmcoro": { "max_size": table } } }, { "metadata": null }],
            "metadata": null,
        });
        let limits = Limits::of_metadata(&metadata).unwrap();
        let future =
            |name: &str, plugin| Future { name: name.to_owned(), plugin, ..Future::default() };
        let futures = [future("app::small", 5), future("app::large", 10), future("other", 99)];
        let complaints = limits.complaints(&Baseline::of("thumb", "dev", &futures));
        assert_eq!(
            complaints,
            [
                "app::small has 5 bytes: max_size of `app::small` is 4",
                "max_size of `gone`: no future has such a name",
            ]
        );
        assert!(
            Limits::of_metadata(&json!({ "packages": [], "metadata": null })).unwrap().is_empty()
        );
        let wrong =
            json!({ "packages": [], "metadata": { "llvmcoro": { "max_size": { "a": "b" } } } });
        assert!(Limits::of_metadata(&wrong).is_err());
    }
}
