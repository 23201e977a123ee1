//! Which letter stands where on a page.

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RenderContent, SoftMask,
    font::{Glyph as Shape, GlyphRun},
    hayro_cmap::BfString,
    hayro_syntax::{
        Pdf,
        object::{Array, Stream, dict::keys::CONTENTS},
        page,
    },
    interpret_page,
    kurbo::{Affine, BezPath, PathEl, PathSeg, Point, Rect, Shape as _},
};
use std::{
    panic::resume_unwind,
    time::{Duration, Instant},
};

/// What the pages of a file may draw in all: letters, lines, pictures. A book of a thousand pages has three million letters.
const MAX_DRAWN: u64 = 20_000_000;

/// Letters of a page that are kept: a sheet of newspaper has thirty thousand.
const MAX_GLYPHS: usize = 300_000;

/// Lines of a page that are kept: more are a drawing.
const MAX_RULES: usize = 10_000;

/// A bar up to this thickness is a line, and from this length on, in points.
const MAX_THICKNESS: f64 = 2.5;
const MIN_LENGTH: f64 = 6.0;

/// How far a line of text may lean and still be read as one: the sine of some fifteen degrees. Watermarks lean more.
const MAX_LEAN: f64 = 0.26;

/// What a form or a clip costs: it may hold anything, and the reader tells nothing of what draws nothing.
const FORM: u64 = 20;

/// How long the pages of one file may take. The longest books take some twenty seconds; only what is made to do harm takes more, so
/// the clock decides about nothing else.
const MAX_TIME: Duration = Duration::from_secs(60);

/// What one page may hold in drawing instructions, in bytes.
const MAX_CONTENTS: usize = 96 * 1024 * 1024;

/// Sent up through the reader, which has no other way to be stopped, when a file draws too much.
pub(super) struct TooMuch;

/// What may still be drawn.
#[derive(Debug)]
pub(super) struct Budget {
    pub(super) left: u64,
    started: Instant,
}

impl Default for Budget {
    fn default() -> Self {
        Self::of(MAX_DRAWN)
    }
}

impl Budget {
    pub(super) fn of(left: u64) -> Self {
        Self { left, started: Instant::now() }
    }

    fn spend(&mut self, cost: u64) {
        match self.left.checked_sub(cost) {
            Some(left) if cost < FORM || self.started.elapsed() < MAX_TIME => self.left = left,
            _ => resume_unwind(Box::new(TooMuch)),
        }
    }
}

/// A letter, or what one glyph stands for, on a page whose origin is at the top left. Lengths are in points.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub(super) text: String,
    pub(super) x0: f64,
    pub(super) x1: f64,
    /// Where its line stands.
    pub(super) y: f64,
    pub(super) size: f64,
}

/// A line that is drawn, or a bar so thin that it looks like one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    pub(super) x0: f64,
    pub(super) y0: f64,
    pub(super) x1: f64,
    pub(super) y1: f64,
}

impl Rule {
    /// What is drawn within these bounds, if it is a line along one of the axes.
    fn of(bounds: Rect) -> Option<Self> {
        let Rect { x0, y0, x1, y1 } = bounds;
        let (width, height) = (x1 - x0, y1 - y0);
        let is_line = width.min(height) <= MAX_THICKNESS && width.max(height) >= MIN_LENGTH;
        (is_line && width.is_finite() && height.is_finite()).then_some(Self { x0, y0, x1, y1 })
    }

    pub(super) fn is_upright(&self) -> bool {
        self.y1 - self.y0 > self.x1 - self.x0
    }
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    pub(super) width: f64,
    pub(super) height: f64,
    /// How many glyphs stand for a letter that is known, and for one that is not.
    pub(super) letters: usize,
    pub(super) unknown: usize,
}

impl Page {
    /// Reads a page. Stops all reading when the budget is spent.
    pub(super) fn read<'a>(
        pdf: &'a Pdf,
        page: &page::Page<'a>,
        cache: &InterpreterCache<'a>,
        budget: &mut Budget,
    ) -> Self {
        let (width, height) = page.render_dimensions();
        // A page may be made of many streams, and of one many times over: all of them are held at once.
        let streams = page.raw().get::<Array<'_>>(CONTENTS);
        let mut length = 0;
        for stream in streams.iter().flat_map(Array::iter::<Stream<'_>>) {
            length += stream.decoded_data().map_or(0, |data| data.len());
            if length > MAX_CONTENTS {
                resume_unwind(Box::new(TooMuch));
            }
        }
        let settings =
            InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
        let upright = Affine::new(page.initial_transform(true).as_coeffs());
        let sheet = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(upright, sheet, cache, pdf.xref(), settings);
        let mut collector =
            Collector { glyphs: Default::default(), rules: Vec::new(), kept: 0, unknown: 0, budget };
        interpret_page(page, &mut context, &mut collector);
        collector.turned(f64::from(width), f64::from(height))
    }
}

/// A way in which text runs on a page: to the right, downwards, to the left, upwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Way {
    #[default]
    Right,
    Down,
    Left,
    Up,
}

impl Way {
    const ALL: [Self; 4] = [Self::Right, Self::Down, Self::Left, Self::Up];

    /// The way of an axis; none for what leans, as watermarks do.
    fn of(x: f64, y: f64) -> Option<Self> {
        let length = x.hypot(y);
        if y.abs() <= length * MAX_LEAN {
            return Some(if x < 0.0 { Self::Left } else { Self::Right });
        }
        (x.abs() <= length * MAX_LEAN).then_some(if y < 0.0 { Self::Up } else { Self::Down })
    }

    /// Where a point of a page is when the page is turned so that this way goes to the right.
    fn turn(self, Point { x, y }: Point, width: f64, height: f64) -> Point {
        match self {
            Self::Right => Point::new(x, y),
            Self::Down => Point::new(y, width - x),
            Self::Left => Point::new(width - x, height - y),
            Self::Up => Point::new(height - y, x),
        }
    }
}

struct Collector<'b> {
    /// The letters, by the way in which they run; their places are those on the page as it is shown.
    glyphs: [Vec<Drawn>; 4],
    rules: Vec<Rect>,
    kept: usize,
    unknown: usize,
    budget: &'b mut Budget,
}

/// A glyph where it is drawn.
struct Drawn {
    text: String,
    start: Point,
    end: Point,
    size: f64,
}

impl Collector<'_> {
    /// The page, turned to the way of most of its letters: the tables of plans are often laid across.
    fn turned(self, width: f64, height: f64) -> Page {
        let Self { glyphs, rules, unknown, .. } = self;
        let most =
            Way::ALL.into_iter().zip(glyphs).max_by_key(|(way, glyphs)| (glyphs.len(), *way == Way::Right));
        let (way, glyphs) = most.unwrap_or_default();
        let turn = |point| way.turn(point, width, height);
        let upright = |Drawn { text, start, end, size }| {
            let (start, end) = (turn(start), turn(end));
            Glyph { text, x0: start.x, x1: end.x, y: start.y, size }
        };
        let glyphs: Vec<Glyph> = glyphs.into_iter().map(upright).collect();
        let rules = rules.into_iter().filter_map(|rule| {
            let (one, other) = (turn(rule.origin()), turn(Point::new(rule.x1, rule.y1)));
            Rule::of(Rect::from_points(one, other))
        });
        let across = matches!(way, Way::Down | Way::Up);
        Page {
            rules: rules.collect(),
            width: if across { height } else { width },
            height: if across { width } else { height },
            letters: glyphs.iter().filter(|glyph| glyph.text.chars().any(char::is_alphanumeric)).count(),
            glyphs,
            unknown,
        }
    }
}

impl Collector<'_> {
    fn rule(&mut self, bounds: Rect) {
        if self.rules.len() < MAX_RULES && Rule::of(bounds).is_some() {
            self.rules.push(bounds);
        }
    }

    fn glyph(&mut self, shape: &Shape, transform: Affine) {
        self.budget.spend(1);
        if self.kept >= MAX_GLYPHS {
            return;
        }
        let text = match shape.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        // Parts of the private area are what fonts use for marks of their own.
        let is_private = |c: char| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}');
        let bullet =
            |c: char| if matches!(c, '\u{F0B7}' | '\u{F0A7}' | '\u{F0D8}' | '\u{F02D}') { '•' } else { c };
        let text: String = text.chars().map(bullet).filter(|c| !c.is_control()).collect();
        if text.is_empty() || text.chars().all(is_private) {
            self.unknown += 1;
            return;
        }
        let width = match shape {
            Shape::Outline(outline) => outline.advance_width(),
            Shape::Type3(glyph) => glyph.advance_width(),
        };
        // Glyphs are drawn in a space of a thousand units to their size.
        let start = transform * Point::ZERO;
        let end = transform * Point::new(f64::from(width.unwrap_or(500.0)), 0.0);
        let [a, b, c, d, ..] = transform.as_coeffs();
        let size = c.hypot(d) * 1000.0;
        let is_sane =
            [start.x, start.y, end.x, end.y, size].iter().all(|number| number.is_finite()) && size > 0.5;
        if let Some(way) = Way::of(a, b).filter(|_| is_sane)
            && let Some(glyphs) = self.glyphs.get_mut(way as usize)
        {
            glyphs.push(Drawn { text, start, end, size });
            self.kept += 1;
        }
    }
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.budget.spend(1);
        let path = props.transform * path;
        match mode {
            DrawMode::Invisible => {}
            DrawMode::Stroke(_) | DrawMode::FillAndStroke(..) => {
                for segment in path.segments() {
                    self.budget.spend(1);
                    if let PathSeg::Line(line) = segment {
                        self.rule(line.bounding_box());
                    }
                }
            }
            // A filled path is a line where each closed part of it is a thin bar.
            DrawMode::Fill(_) => {
                let mut part = BezPath::new();
                for element in path.elements().iter().copied().chain([PathEl::MoveTo(Point::ZERO)]) {
                    self.budget.spend(1);
                    if matches!(element, PathEl::MoveTo(_)) && !part.is_empty() {
                        self.rule(std::mem::take(&mut part).bounding_box());
                    }
                    part.push(element);
                }
            }
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.budget.spend(FORM);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.budget.spend(FORM);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.budget.spend(1);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
