//! A comparison as a page.

use maud::{Markup, html};

use super::{Comparison, Section};
use crate::page::{document, percent};
use crate::table::ratio;

impl Comparison {
    /// A single file without scripts, which loads nothing from a network.
    pub fn html(&self) -> String {
        let most = self.futures.iter().map(|future| future.stock.max(future.plugin)).max();
        let title = format!("Stock rustc against llvmcoro: {}, {}", self.target, self.profile);
        document(
            &title,
            &html! {
                h1 { (title) }
                @for line in self.mean_lines().lines() { p { (line) } }
                @if !self.programs.is_empty() {
                    h2 { "Programs" }
                    div.wide { table.index {
                        tr { th { "program" } th { "section" } (heading()) }
                        @for program in &self.programs {
                            @for section in &program.sections {
                                (of_section(&program.name, section))
                            }
                        }
                        @if self.programs.len() > 1 {
                            @for section in &self.totals { (of_section("all", section)) }
                        }
                    } }
                }
                @if !self.futures.is_empty() {
                    h2 { "Futures" }
                    div.wide { table.index {
                        tr { th { "future" } (heading()) th {} th { "declared at" } }
                        @for future in &self.futures {
                            tr.larger[future.plugin > future.stock] {
                                td { (future.name) }
                                (numbers(future.stock, future.plugin))
                                td.pair {
                                    div.bar style={ "width:" (percent(future.stock, most.unwrap_or(1))) } {}
                                    div.bar.plugin style={ "width:" (percent(future.plugin, most.unwrap_or(1))) } {}
                                }
                                td.place { (future.source) }
                            }
                        }
                    } }
                }
            },
        )
    }
}

fn heading() -> Markup {
    html! { th { "stock" } th { "plugin" } th { "ratio" } }
}

fn numbers(stock: u64, plugin: u64) -> Markup {
    let mark = if plugin > stock { " larger" } else { "" };
    html! { td.n { (stock) } td.n { (plugin) } td.n { (ratio(stock, plugin)) (mark) } }
}

fn of_section(program: &str, section: &Section) -> Markup {
    html! {
        tr.larger[section.plugin > section.stock] {
            td { (program) } td { (section.name) } (numbers(section.stock, section.plugin))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::comparison::tests::comparison;

    #[test]
    fn the_page_stands_alone_and_marks_what_is_larger() {
        let text = comparison().html();
        for forbidden in ["<script", "http:", "https:", "src=", "url(", "@import"] {
            assert!(!text.contains(forbidden), "the page has `{forbidden}`");
        }
        assert_eq!(text.matches("<tr class=\"larger\">").count(), 1, "{text}");
    }
}
