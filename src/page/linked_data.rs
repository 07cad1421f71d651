//! A page in the vocabulary of schema.org, for search engines: JSON-LD 1.1 of plain values.
//!
//! In: a page's heading, its trail and its picture. Out: one graph: the page – `Article`, `FAQPage`,
//! `CollectionPage`, `WebSite` or `WebPage` –, and its `BreadcrumbList`. A graph contains only what its page
//! shows. A page with sample content is marked as such here too.

use serde_json::{Map, Value, json};

use super::{
    Crumb, date_of,
    head::PageHeading,
    surroundings::{Article, FrameSettings},
};
use crate::{
    content::{Detail, Document, Quiz},
    paths::UrlPath,
};

/// A picture at its public address.
pub struct Picture {
    pub address: String,
    pub size: Option<(u32, u32)>,
}

/// The inputs of a graph.
pub struct LinkedDataInputs<'a> {
    pub heading: &'a PageHeading<'a>,
    pub crumbs: &'a [Crumb<'a>],
    pub picture: Option<&'a Picture>,
    pub settings: &'a FrameSettings<'a>,
}

pub fn graph(shared: &LinkedDataInputs<'_>) -> Value {
    let mut graph = vec![shared.page()];
    if shared.crumbs.len() > 1 {
        graph.push(shared.trail());
    }
    json!({ "@context": "https://schema.org", "@graph": graph })
}

impl LinkedDataInputs<'_> {
    fn page(&self) -> Value {
        match self.heading.article {
            Some(page) => match &page.document.detail {
                Detail::Quiz(quiz) => self.questions(quiz),
                _ if is_article(page.document) => self.article(page),
                _ => self.web_page("WebPage").into(),
            },
            None if self.heading.title.is_none() => self.website(),
            None => self.web_page("CollectionPage").into(),
        }
    }

    fn website(&self) -> Value {
        let settings = self.settings;
        json!({
            "@type": "WebSite",
            "@id": self.website_id(),
            "url": settings.base_url,
            "name": settings.title,
            "description": settings.description,
            "inLanguage": settings.language,
            "publisher": self.publisher(),
        })
    }

    /// The properties of all pages except the home page.
    fn web_page(&self, kind: &str) -> Map<String, Value> {
        let settings = self.settings;
        let mut page = Map::new();
        let mut add = |name: &str, value: Value| {
            page.insert(name.to_owned(), value);
        };
        add("@type", kind.into());
        add("@id", self.address(self.heading.url).into());
        add("url", self.address(self.heading.url).into());
        add("name", self.heading.title.into());
        if !self.heading.description.is_empty() {
            add("description", self.heading.description.into());
        }
        add("inLanguage", settings.language.into());
        if let Some(picture) = self.picture {
            add("image", json!([picture.address]));
        }
        add(
            "isPartOf",
            json!({
                "@type": "WebSite",
                "@id": self.website_id(),
                "url": settings.base_url,
                "name": settings.title,
            }),
        );
        page
    }

    fn article(&self, page: Article<'_>) -> Value {
        let front_matter = &page.document.front_matter;
        let address = self.address(self.heading.url);
        let mut article = self.web_page("Article");
        // The page and the article on it are two things with two ids.
        article.insert("@id".to_owned(), format!("{address}#article").into());
        let mut add = |name: &str, value: Value| {
            article.insert(name.to_owned(), value);
        };
        add("headline", page.document.title.value.as_str().into());
        add(
            "mainEntityOfPage",
            json!({ "@type": "WebPage", "@id": address }),
        );
        if let Some(date) = date_of(page.document) {
            let updated = front_matter.updated.as_ref();
            let updated = updated.map_or(date, |it| it.value);
            add("datePublished", self.settings.rfc3339(date).into());
            add("dateModified", self.settings.rfc3339(updated).into());
        }
        add(
            "author",
            match &front_matter.source {
                Some(source) => json!({ "@type": "Organization", "name": source }),
                None => self.publisher(),
            },
        );
        add("publisher", self.publisher());
        if !self.heading.sections.is_home() {
            add("articleSection", self.heading.sections.own().title.into());
        }
        if !front_matter.keywords.is_empty() {
            add("keywords", front_matter.keywords.join(",").into());
        }
        if front_matter.sample {
            add("creativeWorkStatus", "示例，非真实内容".into());
        }
        article.into()
    }

    fn questions(&self, quiz: &Quiz) -> Value {
        let mut page = self.web_page("FAQPage");
        let questions = quiz.questions.iter().map(|it| {
            let answer = it.options.get(it.answer).map_or("", String::as_str);
            let parts = [answer, it.reason.as_str()].into_iter();
            let parts = parts.filter(|it| !it.is_empty()).collect::<Vec<_>>();
            json!({
                "@type": "Question",
                "name": it.text,
                "acceptedAnswer": { "@type": "Answer", "text": parts.join("。") },
            })
        });
        page.insert("mainEntity".to_owned(), questions.collect());
        page.into()
    }

    fn trail(&self) -> Value {
        let crumbs = self.crumbs.iter().enumerate();
        let items = crumbs.map(|(index, it)| {
            json!({
                "@type": "ListItem",
                "position": index + 1,
                "name": it.title,
                "item": self.address(it.url),
            })
        });
        json!({ "@type": "BreadcrumbList", "itemListElement": items.collect::<Vec<_>>() })
    }

    /// The office that is responsible for the site.
    fn publisher(&self) -> Value {
        let settings = self.settings;
        let identity = settings.identity;
        let name = identity.organizer.as_ref().or(identity.site_name.as_ref());
        json!({
            "@type": "GovernmentOrganization",
            "@id": format!("{}#publisher", settings.base_url),
            "name": name.map_or(settings.title, String::as_str),
            "url": settings.base_url,
        })
    }

    fn website_id(&self) -> String {
        format!("{}#website", self.settings.base_url)
    }

    fn address(&self, url: &UrlPath) -> String {
        self.settings.addresses.full(url)
    }
}

/// Whether the page is an article, rather than a list or a record.
fn is_article(document: &Document) -> bool {
    document.kind().is_article(date_of(document).is_some())
}
