//! What templates see of what single kinds of pages have: facts, charts, questions, events, communities.
//!
//! As in `view`: every `href` is relative to the site's home folder, dates are words, and what may be absent
//! is null. Charts are numbers in a drawing's own units; colours and letters are the theme's business.

use serde::Serialize;

use super::link_view::LinkView;

#[derive(Clone, Debug, Serialize)]
pub struct CaseView {
    /// `2026年5月`.
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
    /// 案前, 案中, 案后.
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
    /// `-3.7%`.
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
/// A drawing that shows numbers as bars, and the same numbers in words.
#[derive(Clone, Debug, Serialize)]
pub struct ChartView {
    pub id: String,
    pub title: String,
    /// What the drawing shows, as a sentence for whoever cannot see it.
    pub description: String,
    pub width: i64,
    pub height: i64,
    pub bars: Vec<BarView>,
}

/// One bar; places and lengths in the units of its drawing.
#[derive(Clone, Debug, Serialize)]
pub struct BarView {
    pub label: String,
    /// Where the label leads, if it is a page.
    pub href: Option<String>,
    pub value: String,
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
    /// Halfway between its sides.
    pub middle: i64,
    /// Whether it is what the page is about.
    pub is_now: bool,
}

/// How the main indicators went over the last months.
#[derive(Clone, Debug, Serialize)]
pub struct TrendsView {
    pub charts: Vec<ChartView>,
    /// Name and unit of each column.
    pub columns: Vec<String>,
    pub rows: Vec<TrendRowView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TrendRowView {
    pub month: String,
    /// Null where the bulletin of the month does not say.
    pub values: Vec<Option<String>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct QuestionView {
    pub text: String,
    pub options: Vec<OptionView>,
    /// `B`.
    pub answer: String,
    pub reason: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct OptionView {
    /// `A`.
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
    /// `2026-11-20`.
    pub iso: String,
    pub month: i8,
    pub day: i8,
    /// `周五`.
    pub weekday: &'static str,
    pub topic: String,
    pub venue: NamedView,
    pub place: String,
    pub unit: NamedView,
}

/// A word, and where it leads if the site knows it.
#[derive(Clone, Debug, Serialize)]
pub struct NamedView {
    pub name: String,
    pub href: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct BoardView {
    pub data_source: String,
    /// How many of each standing.
    pub named: usize,
    pub working: usize,
    pub communities: Vec<CommunityView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct CommunityView {
    pub name: String,
    pub street: String,
    /// `named`, `working`, `revoked`, for styles.
    pub state: &'static str,
    /// The same in Chinese.
    pub standing: &'static str,
    pub since: Option<String>,
    /// `92%`.
    pub visit_rate: Option<String>,
    pub note: Option<String>,
}

/// What befalls somebody, and the scam type that it is.
#[derive(Clone, Debug, Serialize)]
pub struct SituationView {
    pub text: String,
    pub title: String,
    pub href: String,
    pub id: String,
}

/// The finder of the home page: one situation of each type, then all others.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FinderView {
    pub first: Vec<SituationView>,
    pub more: Vec<SituationView>,
}

/// The newest bulletin at a glance.
#[derive(Clone, Debug, Serialize)]
pub struct FiguresView {
    pub period: String,
    pub title: String,
    pub href: String,
    pub data_source: String,
    pub sample: bool,
    pub indicators: Vec<IndicatorView>,
}

/// The units that speak through one medium.
#[derive(Clone, Debug, Serialize)]
pub struct CarrierView {
    pub name: String,
    pub units: Vec<LinkView>,
}
