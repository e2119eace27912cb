//! Files whose imports depend on the names that their items mention.

use super::mentions::Mentions;
use crate::output::{Content, Item, Module, Print};
use proc_macro2::TokenStream;

/// A file of the output, and the names that it mentions.
pub(super) struct File {
    pub module: Module,
    pub mentions: Mentions,
}

impl From<Module> for File {
    /// Text does not count. The imports of types and tables contain their mentions.
    fn from(module: Module) -> Self {
        let mut mentions = Mentions::default();
        if let Content::Items { items, .. } = &module.content {
            for item in items {
                if let Item::Tokens(tokens) = item {
                    mentions.add(tokens);
                }
            }
        }
        Self { module, mentions }
    }
}

/// The items of a file. Each is printed immediately, because tokens need a lot of memory.
pub(super) struct Items {
    print: Print,
    printed: Vec<Item>,
    mentions: Mentions,
}

impl Items {
    pub(super) fn new(print: Print) -> Self {
        Self { print, printed: Vec::new(), mentions: Mentions::default() }
    }

    pub(super) fn push(&mut self, item: TokenStream) {
        let mentions = &mut self.mentions;
        self.printed.push(self.print.print(item, &mut |tokens| mentions.add_parsed(tokens)));
    }

    pub(super) fn extend(&mut self, items: impl IntoIterator<Item = TokenStream>) {
        items.into_iter().for_each(|item| self.push(item));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.printed.is_empty()
    }

    /// Creates the file. The modules and imports before the items can depend on the names that the items mention.
    pub(super) fn into_file(
        self,
        path: String,
        docs: Vec<String>,
        start: impl FnOnce(&Mentions) -> Vec<TokenStream>,
    ) -> File {
        let Self { printed, mut mentions, .. } = self;
        let start = start(&mentions);
        for tokens in &start {
            mentions.add(tokens);
        }
        let items = start.into_iter().map(Item::Tokens).chain(printed).collect();
        let content = Content::Items { docs, attributes: Vec::new(), items };
        File { module: Module { path, content }, mentions }
    }
}
