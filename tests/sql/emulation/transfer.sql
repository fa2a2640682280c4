-- area: COPY, UNLOAD
-- row: | COPY, UNLOAD | `COPY t FROM 's3://…'` and `UNLOAD ('…') TO 's3://…'` with their options, `stl_load_errors`, `stl_load_commits`, `stl_unload_log`, `pg_last_copy_id()`: [docs/copy.md](docs/copy.md) has every option | the buckets are those of `--s3-endpoint`, or folders of `--s3-local DIR`; Avro, ORC, encryption: 0A000; reasons of load errors are INF |
\c tickit
unload ('select * from category order by catid') to 's3://mybucket/category_' iam_role default manifest header;
create table categories (like category);
copy categories from 's3://mybucket/category_manifest' iam_role 'arn:aws:iam::0123456789012:role/MyRedshiftRole' manifest ignoreheader 1;
select count(*), pg_last_copy_count(), pg_last_unload_count() from categories;
select trim(filename), lines_scanned from stl_load_commits where query = pg_last_copy_id();
select trim(path), line_count from stl_unload_log where query = pg_last_unload_id();
copy categories from 's3://mybucket/category_0000_part_00' iam_role default;
select line_number, trim(colname), err_code, trim(err_reason) from stl_load_errors;
select count(*) from categories;
copy categories from 's3://mybucket/category_' iam_role default format as parquet;
copy categories from 's3://mybucket/category_' iam_role default avro 'auto';
copy categories from 's3://mybucket/category_' json 's3://mybucket/paths';
unload ('select * from category') to 's3://mybucket/p' iam_role default parquet partition by (catgroup) include;
truncate categories;
copy categories from 's3://mybucket/p/catgroup=Sports/' iam_role default format as parquet;
select * from categories order by catid;
unload ('select * from category') to 's3://mybucket/category_' iam_role default;
copy categories from 's3://elsewhere/category_' iam_role default;
drop table categories;
