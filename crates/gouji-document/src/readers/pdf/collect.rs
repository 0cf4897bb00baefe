//! What a page paints: characters with their places, and the straight lines of its tables.

// The geometry of pages comes as floats; here it becomes whole hundredths of a point. No figure is a float.
#![allow(clippy::float_arithmetic)]

use hayro_interpret::font::{Glyph as Painted, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};

/// Fills up to so thin are lines.
const THIN: i32 = 300;

/// A document paints at most so many characters, lines and pieces of paths.
const MOST_PAINTED: u64 = 4_000_000;

/// Why reading was broken off: more is painted than is read.
pub(super) struct Exhausted;

/// Places on pages lie within so many hundredths of a point.
const FARTHEST: i32 = 100_000_000;

/// Whether a place may be one of a page.
pub(super) fn is_on_page(place: &i32) -> bool {
    (-FARTHEST..=FARTHEST).contains(place)
}

/// A character where it is painted.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) text: String,
    /// Left and right end, in hundredths of a point from the left of the page.
    pub(super) left: i32,
    pub(super) right: i32,
    /// The middle of its em box, from the top of the page.
    pub(super) middle: i32,
    pub(super) em: i32,
    /// Painted so that nobody sees it.
    pub(super) is_invisible: bool,
}

/// A straight line along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ruling {
    pub(super) is_horizontal: bool,
    /// Where it stands across itself.
    pub(super) at: i32,
    /// Where it begins and ends.
    pub(super) from: i32,
    pub(super) to: i32,
}

/// What one page paints.
#[derive(Default)]
pub(super) struct PageContent {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Ruling>,
    /// The edges of filled areas, which are lines of a table where there are no others.
    pub(super) edges: Vec<Ruling>,
    pub(super) images: u32,
    /// Characters of fonts that do not say what they mean.
    pub(super) unmapped: u32,
    /// Characters outside of what is shown.
    pub(super) clipped: u32,
    clips: Vec<Rect>,
    painted: u64,
}

impl PageContent {
    /// Nothing yet of a page of that size, of a document that has painted so much before.
    pub(super) fn new(page: Rect, painted: u64) -> Self {
        Self { clips: vec![page], painted, ..Self::default() }
    }

    /// How much the document has painted so far.
    pub(super) fn painted(&self) -> u64 {
        self.painted
    }

    /// Breaks off where a document paints without end: the one way out of the interpreter.
    fn count(&mut self, painted: usize) {
        self.painted += painted as u64;
        if self.painted > MOST_PAINTED {
            std::panic::resume_unwind(Box::new(Exhausted));
        }
    }

    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or(Rect::ZERO)
    }

    fn glyph(&mut self, glyph: &Painted<'_>, transform: Affine, is_invisible: bool) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(character)) => character.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        let is_unmapped = text.is_empty() || text.contains('\u{fffd}');
        let advance = match glyph {
            Painted::Outline(outline) => outline.advance_width(),
            Painted::Type3(glyph) => glyph.advance_width(),
        };
        let advance = f64::from(advance.unwrap_or(500.0));
        let origin = transform * Point::ZERO;
        let end = transform * Point::new(advance, 0.0);
        let up = (transform * Point::new(0.0, 1000.0)) - origin;
        let em = up.hypot();
        let middle = origin + up * 0.38;
        // Text that runs up or down stands in a box as tall as it is long.
        let (left, right, middle) = match (end.x - origin.x).abs() >= (end.y - origin.y).abs() {
            true => (origin.x.min(end.x), origin.x.max(end.x), middle.y),
            false => (middle.x - em / 2.0, middle.x + em / 2.0, (origin.y + end.y) / 2.0),
        };
        if ![left, right, middle, em].iter().all(|it| it.is_finite()) {
            return;
        }
        let clip = self.clip();
        let is_outside = right.min(clip.x1) - left.max(clip.x0) <= 0.05
            || (middle + 0.3 * em).min(clip.y1) - (middle - 0.3 * em).max(clip.y0) <= 0.05 * em;
        if is_outside {
            self.clipped += u32::from(!text.trim().is_empty());
            return;
        }
        self.unmapped += u32::from(is_unmapped && !is_invisible);
        let text = match is_unmapped {
            true => "\u{fffd}".to_owned(),
            false => text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect(),
        };
        let (left, right) = (hundredths(left), hundredths(right));
        let (middle, em) = (hundredths(middle), hundredths(em));
        self.glyphs.push(Glyph { text, left, right, middle, em, is_invisible });
    }

    /// Keeps a line along an axis, cut off where it is not shown.
    fn rule(&mut self, from: Point, to: Point) {
        let clip = self.clip().inflate(1.0, 1.0);
        let (low, high) = (
            Point::new(from.x.min(to.x), from.y.min(to.y)),
            Point::new(from.x.max(to.x), from.y.max(to.y)),
        );
        let shown = Rect::from_points(low, high).intersect(clip);
        let is_within =
            low.x <= clip.x1 && high.x >= clip.x0 && low.y <= clip.y1 && high.y >= clip.y0;
        if is_within {
            self.rules.extend(rule_of(shown));
        }
    }

    fn strokes(&mut self, path: &BezPath) {
        let (mut first, mut last) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(point) => (first, last) = (point, point),
                PathEl::LineTo(point) => {
                    self.rule(last, point);
                    last = point;
                }
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => last = point,
                PathEl::ClosePath => {
                    self.rule(last, first);
                    last = first;
                }
            }
        }
    }

    fn fills(&mut self, path: &BezPath) {
        let elements = path.elements();
        let starts = |element: &PathEl| matches!(element, PathEl::MoveTo(_));
        for part in elements.split_inclusive_at(starts) {
            let mut area: Option<Rect> = None;
            let mut last: Option<Point> = None;
            let mut is_straight = true;
            for element in part {
                match *element {
                    PathEl::MoveTo(point) | PathEl::LineTo(point) => {
                        let along = |from: Point| {
                            (from.x - point.x).abs() < 0.5 || (from.y - point.y).abs() < 0.5
                        };
                        is_straight &= last.is_none_or(along);
                        last = Some(point);
                        let own = Rect::from_points(point, point);
                        area = Some(area.map_or(own, |area| area.union(own)));
                    }
                    PathEl::ClosePath => {}
                    _ => is_straight = false,
                }
            }
            if let Some(area) = area.filter(|_| is_straight) {
                self.fill(area);
            }
        }
    }

    fn fill(&mut self, area: Rect) {
        let thin = f64::from(THIN) / 100.0;
        let Rect { x0, y0, x1, y1 } = area;
        if area.height() <= thin || area.width() <= thin {
            match area.width() >= area.height() {
                true => self.rule(Point::new(x0, (y0 + y1) / 2.0), Point::new(x1, (y0 + y1) / 2.0)),
                false => {
                    self.rule(Point::new((x0 + x1) / 2.0, y0), Point::new((x0 + x1) / 2.0, y1))
                }
            }
            return;
        }
        let shown = area.intersect(self.clip());
        if shown.width() <= 0.0 || shown.height() <= 0.0 {
            return;
        }
        let Rect { x0, y0, x1, y1 } = shown;
        let sides = [[x0, y0, x1, y0], [x0, y1, x1, y1], [x0, y0, x0, y1], [x1, y0, x1, y1]];
        self.edges
            .extend(sides.iter().filter_map(|&[x0, y0, x1, y1]| rule_of(Rect { x0, y0, x1, y1 })));
    }
}

/// The line that a thin area is; none where it runs along no axis.
fn rule_of(area: Rect) -> Option<Ruling> {
    let (x0, y0, x1, y1) =
        (hundredths(area.x0), hundredths(area.y0), hundredths(area.x1), hundredths(area.y1));
    let (wide, tall) = (x1.saturating_sub(x0), y1.saturating_sub(y0));
    if wide >= tall && tall <= 50 {
        return Some(Ruling { is_horizontal: true, at: y0 + tall / 2, from: x0, to: x1 });
    }
    (wide <= 50).then(|| Ruling { is_horizontal: false, at: x0 + wide / 2, from: y0, to: y1 })
}

/// Hundredths of a point, within what pages measure.
fn hundredths(points: f64) -> i32 {
    let farthest = f64::from(FARTHEST);
    (points * 100.0).round().clamp(-farthest, farthest) as i32
}

/// Whether paint is seen on white paper.
fn is_seen(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => {
            let [red, green, blue, opacity] = color.to_rgba().to_rgba8();
            opacity > 12 && [red, green, blue].iter().any(|part| *part < 250)
        }
        Paint::Pattern(_) => true,
    }
}

/// Whether paint leaves no trace at all.
fn is_transparent(paint: &Paint<'_>) -> bool {
    matches!(paint, Paint::Color(color) if color.to_rgba().to_rgba8()[3] < 12)
}

/// Cuts a path where a part of it begins.
trait SplitParts {
    fn split_inclusive_at(&self, starts: impl Fn(&PathEl) -> bool) -> Vec<&[PathEl]>;
}

impl SplitParts for [PathEl] {
    fn split_inclusive_at(&self, starts: impl Fn(&PathEl) -> bool) -> Vec<&[PathEl]> {
        let begins: Vec<usize> =
            self.iter().enumerate().filter(|(_, it)| starts(it)).map(|(at, _)| at).collect();
        let ends = begins.iter().skip(1).copied().chain([self.len()]);
        begins.iter().zip(ends).filter_map(|(&begin, end)| self.get(begin..end)).collect()
    }
}

impl<'a> Device<'a> for PageContent {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.count(path.elements().len());
        if !is_seen(&props.paint) {
            return;
        }
        let path = props.transform * path.clone();
        match mode {
            DrawMode::Fill(_) => self.fills(&path),
            DrawMode::Stroke(_) => self.strokes(&path),
            DrawMode::FillAndStroke(..) => {
                self.fills(&path);
                self.strokes(&path);
            }
            DrawMode::Invisible => {}
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.count(clip.path.elements().len() + 1);
        let shown = self.clip().intersect(clip.path.bounding_box());
        self.clips.push(shown);
    }

    fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count(1);
    }

    fn pop_transparency_group(&mut self) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.count(run.glyphs().len() + 1);
        let is_invisible = matches!(mode, DrawMode::Invisible) || is_transparent(&props.paint);
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform(), is_invisible);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.count(1);
        self.images += 1;
    }
}
