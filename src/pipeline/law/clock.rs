//! The moments at which sites are built.

/// `--as-of`, if not empty, and the moment of the build. The stamps of all files are much older than 2040 and
/// much younger than 1970: a build in 2040 trusts every stamp, one in 1970 none.
pub type Clock = (&'static str, &'static str);

/// The clocks that edits choose from.
pub const CLOCKS: [Clock; 12] = [
    ("", "2040-03-01T04:00:00+08:00"),
    ("", "2040-03-01T07:59:59+08:00"),
    ("", "2040-03-01T08:00:00+08:00"),
    ("", "2040-03-01T20:00:00+08:00"),
    ("", "2040-03-01T23:59:59.9+08:00"),
    ("", "2040-03-02T00:00:00+08:00"),
    ("2040-02-29", "2040-03-01T04:00:00+08:00"),
    ("2040-03-01", "2040-03-01T04:00:00+08:00"),
    ("2040-03-02", "2040-03-01T04:00:00+08:00"),
    ("2040-03-04", "2040-03-01T04:00:00+08:00"),
    ("2040-03-01", "1970-01-02T00:00:00Z"),
    ("2040-03-02", "1970-01-02T00:00:00Z"),
];
