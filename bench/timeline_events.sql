INSERT INTO {partition} (at, id, kind, connection_id, key, version, recorded_at, record_type, external_id, subject, text, people, keys)
SELECT d.at, md5('bench' || d.n)::uuid, k.kind, 'con_bench', 'e:' || d.n, 1, now(), 'engagement', d.n::text,
    a.line, concat_ws(' ', b.line, c.line, e.line),
    jsonb_build_array(jsonb_build_object('role', 'to', 'record', jsonb_build_array('contact', d.person::text)),
        jsonb_build_object('role', 'from', 'address', 'rep' || d.rep || '@bench.example', 'ours', true)),
    ARRAY['acc_' || lpad(d.account::text, 20, '0'), 'per_' || lpad(d.person::text, 20, '0'),
        'a|rep' || d.rep || '@bench.example', 'r|con_bench|company|' || d.account, 'r|con_bench|contact|' || d.person,
        'k|' || k.kind]
FROM (
    SELECT n, account, 5 * account + floor(5 * random())::integer AS person, floor(100 * power(random(), 2))::integer AS rep,
        {begin}::timestamptz + random() * ({end}::timestamptz - {begin}::timestamptz) AS at,
        width_bucket(random(), {shares}::float8[]) AS bucket, floor(50000 * random())::integer AS one,
        floor(50000 * random())::integer AS two, floor(50000 * random())::integer AS three, floor(50000 * random())::integer AS four
    FROM (
        SELECT n, CASE WHEN random() < 0.02 THEN 0 ELSE 1 + floor(({accounts} - 1) * power(random(), 2))::integer END AS account
        FROM generate_series({first}, {last}) AS n
    ) AS whose
) AS d
JOIN unnest({kinds}::smallint[]) WITH ORDINALITY AS k (kind, bucket) ON k.bucket = d.bucket
JOIN bench_line a ON a.id = d.one JOIN bench_line b ON b.id = d.two JOIN bench_line c ON c.id = d.three
JOIN bench_line e ON e.id = d.four
