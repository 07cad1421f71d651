//! Which file of the crate uses which other one, read with a parser.
//!
//! In: the sources below `src/`. Out: for each file the files that define what it names. A name that a
//! `mod.rs` only re-exports counts for the file that defines it. Tests inside of files are left out.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Attribute, File, Item, ItemMod, ItemUse, Macro, UseTree, Visibility,
    visit::{self, Visit},
};

use super::rust_files;

/// A module's path below the crate: `["site", "links"]`; empty for `lib.rs`.
pub type Module = Vec<String>;

pub struct Sources {
    files: BTreeMap<Module, SourceFile>,
}

struct SourceFile {
    path: PathBuf,
    imports: Vec<Import>,
    /// The paths that the file names outside of imports.
    names: Vec<Vec<String>>,
}

struct Import {
    path: Vec<String>,
    name: String,
    is_public: bool,
}

/// What a path leads to.
#[derive(Clone)]
enum Target {
    Module(Module),
    /// An item defined in this module.
    Item(Module),
}

impl Sources {
    pub fn read(folder: &Path) -> Self {
        let files = rust_files(folder).into_iter().filter_map(|path| {
            let module = module_of(path.strip_prefix(folder).unwrap())?;
            let mut file = SourceFile {
                imports: Vec::new(),
                names: Vec::new(),
                path,
            };
            let syntax: File = syn::parse_file(&fs::read_to_string(&file.path).unwrap()).unwrap();
            Names(&mut file).visit_file(&syntax);
            Some((module, file))
        });
        Self {
            files: files.collect(),
        }
    }

    pub fn path(&self, module: &Module) -> &Path {
        &self.files[module].path
    }

    /// For each file the files that it uses.
    pub fn uses(&self) -> BTreeMap<&Module, BTreeSet<Module>> {
        let modules = self.files.keys();
        modules.map(|it| (it, self.uses_of(it))).collect()
    }

    fn uses_of(&self, module: &Module) -> BTreeSet<Module> {
        let file = &self.files[module];
        let is_named = |name: &str| file.names.iter().any(|it| it[0] == name);
        let mut used = BTreeSet::new();
        let mut modules: BTreeMap<&str, Module> = BTreeMap::new();
        for child in self.files.keys() {
            if let Some((name, parent)) = child.split_last()
                && parent == module.as_slice()
            {
                modules.insert(name, child.clone());
            }
        }
        for import in &file.imports {
            match self.resolve(module, &import.path, 0) {
                Some(Target::Module(target)) => {
                    modules.insert(&import.name, target);
                }
                // A re-export is no use, unless the file names it too.
                Some(Target::Item(target)) if !import.is_public || is_named(&import.name) => {
                    used.insert(target);
                }
                Some(Target::Item(_)) | None => (),
            }
        }
        for name in &file.names {
            let target = match modules.get(name[0].as_str()) {
                Some(_) if name.len() == 1 => None,
                Some(within) => self.below(within.clone(), &name[1..], 0),
                None => self.resolve(module, name, 0),
            };
            if let Some(Target::Item(target)) = target {
                used.insert(target);
            }
        }
        used.remove(module);
        used
    }

    /// What `path`, as it stands in `module`, leads to; none for other crates and for local names.
    fn resolve(&self, module: &Module, path: &[String], depth: usize) -> Option<Target> {
        let (first, mut rest) = path.split_first()?;
        let start = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => {
                let mut start = module[..module.len().checked_sub(1)?].to_vec();
                while rest.first().is_some_and(|it| it == "super") {
                    start.pop()?;
                    rest = &rest[1..];
                }
                start
            }
            _ => {
                let mut child = module.clone();
                child.push(first.clone());
                self.files.get(&child)?;
                child
            }
        };
        self.below(start, rest, depth)
    }

    /// What `path` leads to from `module` on, through re-exports.
    fn below(&self, mut module: Module, mut path: &[String], depth: usize) -> Option<Target> {
        while let Some((first, rest)) = path.split_first() {
            let mut child = module.clone();
            child.push(first.clone());
            if !self.files.contains_key(&child) {
                break;
            }
            (module, path) = (child, rest);
        }
        let Some((name, rest)) = path.split_first().filter(|it| it.0 != "self") else {
            return Some(Target::Module(module));
        };
        let imports = self.files[&module].imports.iter();
        let mut imports = imports.filter(|it| it.name == *name && depth < 8);
        let Some(import) = imports.next() else {
            return Some(Target::Item(module));
        };
        match self.resolve(&module, &import.path, depth + 1)? {
            Target::Module(target) => self.below(target, rest, depth + 1),
            item @ Target::Item(_) => Some(item),
        }
    }
}

/// `site/links.rs` → `site::links`, `site/mod.rs` → `site`, `lib.rs` → the crate; `main.rs` is another crate.
fn module_of(path: &Path) -> Option<Module> {
    let mut module: Module = path
        .with_extension("")
        .iter()
        .map(|it| it.to_str().unwrap().to_owned())
        .collect();
    match module.last()?.as_str() {
        "main" if module.len() == 1 => return None,
        "lib" if module.len() == 1 => drop(module.pop()),
        "mod" => drop(module.pop()),
        _ => (),
    }
    Some(module)
}

/// Gathers what a file names.
struct Names<'f>(&'f mut SourceFile);

impl Names<'_> {
    fn tree(&mut self, tree: &UseTree, mut path: Vec<String>, is_public: bool) {
        let (name, alias) = match tree {
            UseTree::Path(it) => {
                path.push(it.ident.to_string());
                return self.tree(&it.tree, path, is_public);
            }
            UseTree::Group(it) => {
                return it
                    .items
                    .iter()
                    .for_each(|it| self.tree(it, path.clone(), is_public));
            }
            UseTree::Glob(_) => ("*".to_owned(), "*".to_owned()),
            UseTree::Name(it) => (it.ident.to_string(), it.ident.to_string()),
            UseTree::Rename(it) => (it.ident.to_string(), it.rename.to_string()),
        };
        let alias = match name.as_str() {
            "self" => path.last().cloned().unwrap_or_default(),
            _ => alias,
        };
        path.push(name);
        self.0.imports.push(Import {
            path,
            name: alias,
            is_public,
        });
    }

    /// The paths in the tokens of a macro's call.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            let is_colon = matches!(&token, TokenTree::Punct(it) if it.as_char() == ':');
            match token {
                // A name behind `::` goes on with the path, any other one begins a path.
                TokenTree::Ident(it) if colons == 2 => path.push(it.to_string()),
                TokenTree::Ident(it) => {
                    self.push(std::mem::replace(&mut path, vec![it.to_string()]));
                }
                TokenTree::Punct(_) if is_colon => (),
                TokenTree::Group(it) => {
                    self.push(std::mem::take(&mut path));
                    self.tokens(it.stream());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => self.push(std::mem::take(&mut path)),
            }
            colons = if is_colon { colons + 1 } else { 0 };
        }
        self.push(path);
    }

    fn push(&mut self, path: Vec<String>) {
        if !path.is_empty() {
            self.0.names.push(path);
        }
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    let is_cfg_test = |it: &Attribute| {
        let list = it.meta.require_list().ok();
        let names_test = |it: &syn::MetaList| {
            let tokens = it.tokens.to_string();
            tokens == "test" || tokens.starts_with("all (test")
        };
        it.path().is_ident("cfg") && list.is_some_and(names_test)
    };
    attributes.iter().any(is_cfg_test)
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Mod(ItemMod { attrs, .. }) | Item::Use(ItemUse { attrs, .. }) => attrs.as_slice(),
            Item::Fn(it) => it.attrs.as_slice(),
            Item::Impl(it) => it.attrs.as_slice(),
            _ => &[],
        };
        if !is_test(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let is_public = !matches!(item.vis, Visibility::Inherited);
        self.tree(&item.tree, Vec::new(), is_public);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            self.push(
                path.segments
                    .iter()
                    .map(|it| it.ident.to_string())
                    .collect(),
            );
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }
}
