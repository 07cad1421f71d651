<?php
// Reads the slogan table and data set as Xibo's CMS does (lib/Factory/DataSetFactory.php): a table is parted at its line
// breaks before its fields are, and JSON with a byte-order mark is no JSON. Usage: xibo.php FEEDS

function fail(string $what): never
{
    fwrite(STDERR, $what . "\n");
    exit(1);
}

$feeds = $argv[1];
$texts = file("$feeds/slogans.txt", FILE_IGNORE_NEW_LINES);
$lines = explode("\n", rtrim(file_get_contents("$feeds/slogans.csv"), "\n"));
$header = str_getcsv(array_shift($lines), ',', '"', '\\');
$column = array_search('text', $header, true);
if ($column === false) {
    fail('the table has no column "text"');
}
foreach ($lines as $index => $line) {
    $fields = str_getcsv($line, ',', '"', '\\');
    if (count($fields) !== count($header) || $fields[$column] !== $texts[$index]) {
        fail("line $index of the table: $line");
    }
}
$data = json_decode(file_get_contents("$feeds/xibo-dataset.json"), true);
if (json_last_error() !== JSON_ERROR_NONE) {
    fail('data set: ' . json_last_error_msg());
}
if (count($lines) !== count($texts) || count($data['data']) !== count($texts)) {
    fail('not as many rows as slogans');
}
