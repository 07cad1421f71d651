//! The views of the fields of single kinds of pages: facts, charts, questions, events, communities.
//!
//! As in `view`, every `href` is relative to the site's home folder, dates are formatted, and absent entries
//! are null. Charts are numbers in the drawing's own units; colours and fonts are defined by the theme.

use serde::Serialize;

use super::link_view::LinkView;

#[derive(Clone, Debug, Serialize)]
pub struct CaseView {
    /// The month as text: `2026年5月`.
    pub month: String,
    pub loss: String,
    pub recovered: Option<String>,
    pub outcome: String,
    pub turning_points: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ScamTypeView {
    pub id: String,
    pub also_known_as: Vec<String>,
    pub editions: Vec<EditionView>,
    pub definition: String,
    pub steps: Vec<String>,
    pub targets: Vec<String>,
    pub red_flags: Vec<String>,
    pub prevention: Vec<String>,
    /// The advice for before, during and after the fraud: 案前, 案中, 案后.
    pub before: Vec<String>,
    pub during: Vec<String>,
    pub after: Vec<String>,
    pub laws: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct EditionView {
    pub year: i64,
    pub rank: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct BulletinView {
    pub period: String,
    pub data_source: String,
    pub indicators: Vec<IndicatorView>,
    pub trends: Option<TrendsView>,
    pub shares: Option<ChartView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct IndicatorView {
    pub name: String,
    pub value: String,
    pub unit: String,
    /// The change as text: `-3.7%`.
    pub year_on_year: Option<String>,
    pub month_on_month: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PolicyView {
    pub fields: Vec<LabelledView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct LabelledView {
    pub label: String,
    pub value: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct UnitView {
    pub number: i64,
    pub duty: String,
    pub carriers: Vec<String>,
}
/// A bar chart, with the same numbers as text.
#[derive(Clone, Debug, Serialize)]
pub struct ChartView {
    pub id: String,
    pub title: String,
    /// A description of the chart in one sentence, for readers who cannot see it.
    pub description: String,
    pub width: i64,
    pub height: i64,
    pub bars: Vec<BarView>,
}

/// One bar, with positions and lengths in the units of its drawing.
#[derive(Clone, Debug, Serialize)]
pub struct BarView {
    pub label: String,
    /// The page to which the label links, if there is one.
    pub href: Option<String>,
    pub value: String,
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
    /// The centre between the sides of the bar.
    pub middle: i64,
    /// Whether the bar shows the subject of the page.
    pub is_now: bool,
}

/// The development of the main indicators over the last months.
#[derive(Clone, Debug, Serialize)]
pub struct TrendsView {
    pub charts: Vec<ChartView>,
    /// The name and unit of each column.
    pub columns: Vec<String>,
    pub rows: Vec<TrendRowView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TrendRowView {
    pub month: String,
    /// The values of the month; null if its bulletin does not contain the indicator.
    pub values: Vec<Option<String>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct QuestionView {
    pub text: String,
    pub options: Vec<OptionView>,
    /// The letter of the right answer: `B`.
    pub answer: String,
    pub reason: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct OptionView {
    /// The letter of the option: `A`.
    pub letter: String,
    pub text: String,
    pub is_right: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct OutreachMonthView {
    pub title: String,
    pub events: Vec<EventView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct EventView {
    /// The date in ISO 8601: `2026-11-20`.
    pub iso: String,
    pub month: i8,
    pub day: i8,
    /// The day of the week: `周五`.
    pub weekday: &'static str,
    pub topic: String,
    pub venue: NamedView,
    pub place: String,
    pub unit: NamedView,
}

/// A word, with a link if the site has a page for it.
#[derive(Clone, Debug, Serialize)]
pub struct NamedView {
    pub name: String,
    pub href: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct BoardView {
    pub data_source: String,
    /// The number of communities with each standing.
    pub named: usize,
    pub working: usize,
    pub communities: Vec<CommunityView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CommunityView {
    pub name: String,
    pub street: String,
    /// The standing for styles: `named`, `working` or `revoked`.
    pub state: &'static str,
    /// The standing in Chinese.
    pub standing: &'static str,
    pub since: Option<String>,
    /// The rate as text: `92%`.
    pub visit_rate: Option<String>,
    pub note: Option<String>,
}

/// A situation in the words of a victim, and the scam type to which it belongs.
#[derive(Clone, Debug, Serialize)]
pub struct SituationView {
    pub text: String,
    pub title: String,
    pub href: String,
    pub id: String,
}

/// The situations on the home page: first one of each type, then all others.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FinderView {
    pub first: Vec<SituationView>,
    pub more: Vec<SituationView>,
}

/// A summary of the newest bulletin.
#[derive(Clone, Debug, Serialize)]
pub struct FiguresView {
    pub period: String,
    pub title: String,
    pub href: String,
    pub data_source: String,
    pub sample: bool,
    pub indicators: Vec<IndicatorView>,
}

/// The units that publish through one medium.
#[derive(Clone, Debug, Serialize)]
pub struct CarrierView {
    pub name: String,
    pub units: Vec<LinkView>,
}
