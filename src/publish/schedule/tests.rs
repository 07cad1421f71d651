//! Jobs are read by the schedulers' own programs, where they are installed.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use jiff::{ZonedDateTime, civil::time};

use super::{
    cron::{cron, table_with, table_without},
    systemd::systemd,
    windows::windows_task,
    *,
};

const AWKWARD: &str = "/srv/反诈 网站/A & B 100% it's \"x\"";

fn job(when: When) -> Job {
    Job {
        program: PathBuf::from("/opt/fan zha/fanzha"),
        site: PathBuf::from(AWKWARD),
        target: "portal".to_owned(),
        when,
        log: PathBuf::from(format!("{AWKWARD}/发布.log")),
    }
}

fn moments() -> When {
    let moments = [
        "2026-12-01T00:05:30+08:00[Asia/Shanghai]",
        "2026-11-28T08:00:00+08:00[Asia/Shanghai]",
    ];
    When::Moments(moments.map(|it| it.parse().unwrap()).to_vec())
}

fn daily() -> When {
    When::Daily(time(6, 5, 0, 0))
}

fn has(program: &str) -> bool {
    let script = format!("command -v {program} >/dev/null");
    Command::new("sh")
        .args(["-c", &script])
        .status()
        .unwrap()
        .success()
}

fn write(path: &Path, bytes: &[u8]) {
    File::create(path).unwrap().write_all(bytes).unwrap();
}

fn decoded(task: &[u8]) -> String {
    let units = task
        .chunks_exact(2)
        .map(|it| u16::from_le_bytes([it[0], it[1]]));
    String::from_utf16(&units.collect::<Vec<u16>>()).unwrap()
}

#[test]
fn moments_are_rounded_up_sorted_and_kept_once() {
    let units = systemd(&job(moments())).unwrap();
    let times: Vec<&str> = units
        .timer
        .lines()
        .filter(|it| it.starts_with("OnCalendar"))
        .collect();
    assert_eq!(
        times,
        [
            "OnCalendar=2026-11-28 00:00:00 UTC",
            "OnCalendar=2026-11-30 16:06:00 UTC"
        ]
    );
    let lines = cron(&job(moments())).unwrap();
    assert!(
        lines[0].starts_with("0 8 28 11 * ") && lines[1].starts_with("6 0 1 12 * "),
        "{lines:?}"
    );
    assert_eq!(
        cron(&job(When::Moments(Vec::new()))),
        Err(ScheduleError::NoMoments)
    );
}

#[test]
fn systemd_accepts_the_units() {
    for when in [moments(), daily()] {
        let folder = tempfile::tempdir().unwrap();
        let mut job = job(when);
        // `verify` looks whether the program is there.
        job.program = folder.path().join("fan zha 100%");
        write(&job.program, b"#!/bin/sh\n");
        #[cfg(unix)]
        std::fs::set_permissions(
            &job.program,
            std::os::unix::fs::PermissionsExt::from_mode(0o755),
        )
        .unwrap();
        let units = systemd(&job).unwrap();
        let service = folder.path().join(format!("{}.service", job.name()));
        let timer = folder.path().join(format!("{}.timer", job.name()));
        write(&service, units.service.as_bytes());
        write(&timer, units.timer.as_bytes());
        if !has("systemd-analyze") {
            continue;
        }
        let output = Command::new("systemd-analyze")
            .arg("verify")
            .args([&service, &timer])
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        // It looks at units of the system too.
        let own: Vec<&str> = text.lines().filter(|it| it.contains(&job.name())).collect();
        assert!(own.is_empty(), "{own:?}\n{}", units.service);
        for time in units
            .timer
            .lines()
            .filter_map(|it| it.strip_prefix("OnCalendar="))
        {
            let checked = Command::new("systemd-analyze")
                .args(["calendar", time])
                .output()
                .unwrap();
            assert!(checked.status.success(), "{time}");
        }
    }
}

#[test]
fn cron_accepts_the_table() {
    let table = table_with("MAILTO=\"\"\n0 1 * * * true\n", &job(moments())).unwrap();
    if has("crontab") {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("table");
        write(&file, table.as_bytes());
        let checked = Command::new("crontab")
            .arg("-n")
            .arg(&file)
            .output()
            .unwrap();
        assert!(checked.status.success(), "{checked:?}\n{table}");
    }
    let again = table_with(&table, &job(daily())).unwrap();
    assert_eq!(again.lines().count(), 5);
    assert_eq!(
        table_without(&again, &job(daily())),
        "MAILTO=\"\"\n0 1 * * * true\n"
    );
}

#[test]
fn a_shell_runs_the_line_of_cron() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("A & B 100% it's \"x\" $HOME 反诈");
    std::fs::create_dir(&site).unwrap();
    let program = folder.path().join("fan zha");
    write(&program, b"#!/bin/sh\npwd\necho \"$1|$2|$#\"\n");
    #[cfg(unix)]
    std::fs::set_permissions(
        &program,
        std::os::unix::fs::PermissionsExt::from_mode(0o755),
    )
    .unwrap();
    let job = Job {
        program,
        log: site.join("a log"),
        site: site.clone(),
        ..job(daily())
    };
    let line = cron(&job).unwrap().remove(0);
    let command = line.strip_prefix("5 6 * * * ").unwrap().replace("\\%", "%");
    assert!(!line.replace("\\%", "").contains('%'));
    assert!(
        Command::new("sh")
            .args(["-c", &command])
            .status()
            .unwrap()
            .success()
    );
    let cat = Command::new("cat").arg(&job.log).output().unwrap();
    let text = String::from_utf8(cat.stdout).unwrap();
    assert_eq!(text, format!("{}\npublish|portal|2\n", site.display()));
}

fn windows_job(when: When) -> Job {
    Job {
        program: PathBuf::from("C:\\Program Files\\反诈 & 宣传\\fanzha.exe"),
        site: PathBuf::from("D:\\100% 网站"),
        log: PathBuf::from("D:\\100% 网站\\发布 记录.log"),
        ..job(when)
    }
}

#[test]
fn tasks_are_utf_16_in_the_order_of_the_schema() {
    let task = windows_task(&windows_job(moments())).unwrap();
    assert!(task.starts_with(&[0xff, 0xfe]));
    let text = decoded(&task[2..]);
    let document = roxmltree::Document::parse(&text).unwrap();
    let names = |name: &str| {
        let node = document
            .descendants()
            .find(|it| it.has_tag_name(name) || it.tag_name().name() == name);
        let children = node.unwrap().children().filter(|it| it.is_element());
        children
            .map(|it| it.tag_name().name())
            .collect::<Vec<&str>>()
    };
    assert_eq!(
        names("Task"),
        [
            "RegistrationInfo",
            "Triggers",
            "Principals",
            "Settings",
            "Actions"
        ]
    );
    assert_eq!(names("Triggers"), ["TimeTrigger", "TimeTrigger"]);
    assert_eq!(names("TimeTrigger"), ["StartBoundary", "Enabled"]);
    assert_eq!(names("Exec"), ["Command", "Arguments", "WorkingDirectory"]);
    let value = |name: &str| {
        let node = document
            .descendants()
            .find(|it| it.tag_name().name() == name);
        node.unwrap().text().unwrap()
    };
    assert_eq!(
        value("Command"),
        "\"C:\\Program Files\\反诈 & 宣传\\fanzha.exe\""
    );
    assert_eq!(
        value("Arguments"),
        "publish portal --log \"D:\\100% 网站\\发布 记录.log\""
    );
    assert_eq!(value("WorkingDirectory"), "D:\\100% 网站");
    assert_eq!(value("StartBoundary"), "2026-11-28T00:00:00Z");
    if has("xmllint") {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("task.xml");
        write(&file, &task);
        assert!(
            Command::new("xmllint")
                .arg("--noout")
                .arg(&file)
                .status()
                .unwrap()
                .success()
        );
    }
}

#[test]
fn more_moments_than_triggers_end_in_a_daily_run() {
    let first: ZonedDateTime = "2026-12-01T00:00:00+08:00[Asia/Shanghai]".parse().unwrap();
    let moments = (0..60).map(|it| {
        first
            .checked_add(jiff::SignedDuration::from_hours(it))
            .unwrap()
    });
    let task = windows_task(&windows_job(When::Moments(moments.collect()))).unwrap();
    let text = decoded(&task[2..]);
    assert_eq!(text.matches("<TimeTrigger>").count(), 47);
    assert_eq!(text.matches("<CalendarTrigger>").count(), 1);
}

#[test]
fn arguments_are_quoted_as_windows_splits_them() {
    for (text, expected) in [
        ("portal", "portal"),
        ("a b", "\"a b\""),
        ("a b\\", "\"a b\\\\\""),
        ("a\"b", "\"a\\\"b\""),
        ("a\\\"b", "\"a\\\\\\\"b\""),
        ("", "\"\""),
    ] {
        assert_eq!(windows::quoted(text), expected);
    }
}

#[test]
fn relative_paths_and_odd_targets_are_refused() {
    let mut relative = job(daily());
    relative.site = PathBuf::from("site");
    assert!(matches!(systemd(&relative), Err(ScheduleError::Path(_))));
    let mut broken = job(daily());
    broken.log = PathBuf::from("/a\nExecStart=/bin/x");
    assert!(matches!(systemd(&broken), Err(ScheduleError::Path(_))));
    for target in ["", "-x", "a b", "a;b", "$x"] {
        let mut odd = job(daily());
        target.clone_into(&mut odd.target);
        assert!(
            matches!(cron(&odd), Err(ScheduleError::Target(_))),
            "{target}"
        );
    }
}

#[test]
fn steps_can_be_printed() {
    let job = windows_job(daily());
    let steps = windows_steps(&job, Path::new("D:\\100% 网站\\task.xml")).unwrap();
    let printed: Vec<String> = steps
        .install
        .iter()
        .map(|it| it.action.to_string())
        .collect();
    let name = job.name();
    assert!(name.starts_with("fanzha-portal-") && name.is_ascii());
    assert_eq!(
        printed[1],
        format!("schtasks /Create /TN {name} /XML \"D:\\100% 网站\\task.xml\" /F")
    );
    let steps = systemd_steps(&job, Path::new("/home/u/.config/systemd/user")).unwrap();
    let printed: Vec<String> = steps
        .install
        .iter()
        .map(|it| it.action.to_string())
        .collect();
    assert_eq!(
        printed[3],
        format!("systemctl --user enable --now {name}.timer")
    );
    let steps = cron_steps(&job, "").unwrap();
    assert_eq!(steps.install[0].action.to_string(), "crontab -");
}
