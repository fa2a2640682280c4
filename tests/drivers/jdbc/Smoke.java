// A walk through Redstart with PostgreSQL's JDBC driver, as an application would: each step throws when the answer is
// not the expected one. Arguments: JDBC URL, user, password. Prints "N passed, 0 failed".
import java.sql.*;
import java.util.concurrent.*;

public final class Smoke {
    private static int passed = 0;

    private static void check(boolean condition, String what) {
        if (!condition) throw new AssertionError(what);
        passed++;
    }

    private static String stateOf(Callable<?> call) throws Exception {
        try {
            call.call();
            return "no error";
        } catch (SQLException error) {
            return error.getSQLState();
        }
    }

    private static int pid(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("select pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void types(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists jdbc_types");
            statement.execute("create table jdbc_types(b boolean, s smallint, i int, l bigint, r real, d float, "
                              + "n numeric(12,3), v varchar(20), c char(5), dt date, ts timestamp)");
        }
        String insert = "insert into jdbc_types values (?,?,?,?,?,?,?,?,?,?,?)";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (int row = 0; row < 8; row++) { // past prepareThreshold: named statements and binary parameters
                statement.setBoolean(1, true);
                statement.setShort(2, (short) row);
                statement.setInt(3, row);
                statement.setLong(4, 1L << 40);
                statement.setFloat(5, 1.5f);
                statement.setDouble(6, 2.25);
                statement.setBigDecimal(7, new java.math.BigDecimal("12345.678"));
                statement.setString(8, "ünï" + row);
                statement.setString(9, "ab");
                statement.setDate(10, Date.valueOf("2026-02-28"));
                statement.setTimestamp(11, Timestamp.valueOf("2026-02-28 13:45:00.25"));
                check(statement.executeUpdate() == 1, "one row inserted");
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("select * from jdbc_types where i = ?")) {
            for (int row = 0; row < 8; row++) {
                statement.setInt(1, row);
                try (ResultSet rows = statement.executeQuery()) {
                    check(rows.next(), "the row is found");
                    check(rows.getBoolean(1) && rows.getShort(2) == row && rows.getLong(4) == 1L << 40, "integers");
                    check(rows.getFloat(5) == 1.5f && rows.getDouble(6) == 2.25, "floats");
                    check(rows.getBigDecimal(7).toString().equals("12345.678"), "numeric");
                    check(rows.getString(8).equals("ünï" + row) && rows.getString(9).equals("ab   "), "strings");
                    check(rows.getDate(10).toString().equals("2026-02-28"), "date");
                    check(rows.getTimestamp(11).toString().equals("2026-02-28 13:45:00.25"), "timestamp");
                    check(rows.getMetaData().getPrecision(8) == 20, "the length of varchar(20)");
                }
            }
        }
    }

    private static void arraysAndNumerics(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select ?::int[], ?::text[], ? + 1, abs(?)")) {
            for (int round = 0; round < 8; round++) { // past prepareThreshold: binary
                statement.setArray(1, connection.createArrayOf("int4", new Integer[] {1, null, 3}));
                statement.setArray(2, connection.createArrayOf("text", new String[] {"a", "b c", "", null}));
                statement.setBigDecimal(3, new java.math.BigDecimal("1.999999"));
                statement.setBigDecimal(4, new java.math.BigDecimal("-1.5"));
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    Object[] numbers = (Object[]) rows.getArray(1).getArray();
                    check(java.util.Arrays.equals(numbers, new Integer[] {1, null, 3}), "an array of integers");
                    Object[] texts = (Object[]) rows.getArray(2).getArray();
                    check(java.util.Arrays.equals(texts, new String[] {"a", "b c", "", null}), "an array of texts");
                    check(rows.getObject(3).equals(new java.math.BigDecimal("2.999999")), "a sum of numerics");
                    check(rows.getObject(4).equals(new java.math.BigDecimal("1.5")), "a function of a numeric");
                }
            }
        }
        String some = "select count(*) from jdbc_types where i = any(?)";
        try (PreparedStatement statement = connection.prepareStatement(some)) {
            statement.setArray(1, connection.createArrayOf("int4", new Integer[] {1, 3, 99}));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                check(rows.getLong(1) == 2, "rows whose number is in an array");
            }
        }
    }

    // The driver prepares again what it is told has changed.
    private static void changedColumns(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
             PreparedStatement all = connection.prepareStatement("select * from jdbc_changed")) {
            statement.execute("create temp table jdbc_changed (i int)");
            for (int width = 1; width <= 2; ++width) {
                for (int run = 0; run < 7; ++run) // named on the server from the fifth on
                    try (ResultSet rows = all.executeQuery()) {
                        check(rows.getMetaData().getColumnCount() == width, "columns of a changed table");
                    }
                if (width == 1) statement.execute("alter table jdbc_changed add column more int");
            }
            statement.execute("drop table jdbc_changed");
        }
    }

    private static void cursor(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(100);
            long sum = 0;
            try (ResultSet rows = statement.executeQuery("select i from generate_series(1, 5000) g(i)")) {
                while (rows.next()) sum += rows.getLong(1);
            }
            check(sum == 5000L * 5001 / 2, "a result in portions");
        }
        connection.rollback();
        connection.setAutoCommit(true);
    }

    private static void cancelAndTerminate(String url, String user, String password, Connection admin) throws Exception {
        ExecutorService background = Executors.newSingleThreadExecutor();
        try (Connection victim = DriverManager.getConnection(url, user, password)) {
            String heavy = "select count(*) from generate_series(1,100000000) a(x), generate_series(1,1000) b(y) where x+y=7";
            Statement statement = victim.createStatement();
            Future<String> state = background.submit(() -> stateOf(() -> statement.executeQuery(heavy)));
            awaitRunning(admin, heavy);
            statement.cancel();
            check(state.get(10, TimeUnit.SECONDS).equals("57014"), "Statement.cancel()");
            check(pid(victim) > 0, "the session lives on");
            Future<String> second = background.submit(() -> stateOf(() -> statement.executeQuery(heavy)));
            int victimPid = awaitRunning(admin, heavy);
            try (Statement kill = admin.createStatement();
                 ResultSet rows = kill.executeQuery("select pg_terminate_backend(" + victimPid + ")")) {
                rows.next();
                check(rows.getInt("pg_terminate_backend") == 1, "pg_terminate_backend returns 1");
            }
            check(second.get(10, TimeUnit.SECONDS).equals("57P01"), "the victim hears 57P01");
        } finally {
            background.shutdownNow();
        }
    }

    private static int awaitRunning(Connection admin, String heavy) throws Exception {
        for (int attempt = 0; attempt < 500; attempt++) {
            try (PreparedStatement find = admin.prepareStatement(
                     "select pid from stv_recents where status = 'Running' and query = ?")) {
                find.setString(1, heavy);
                try (ResultSet rows = find.executeQuery()) {
                    if (rows.next()) return rows.getInt(1);
                }
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the heavy query never ran");
    }

    private static void metadata(Connection connection) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        check(metadata.getDatabaseProductVersion().startsWith("8.0"), "server_version");
        int columns = 0;
        try (ResultSet rows = metadata.getColumns(null, "public", "jdbc_types", null)) {
            while (rows.next()) columns++;
        }
        check(columns == 11, "getColumns finds 11 columns, not " + columns);
        boolean found = false;
        try (ResultSet rows = metadata.getTables(null, "public", "%", new String[] {"TABLE"})) {
            while (rows.next()) found |= rows.getString("TABLE_NAME").equals("jdbc_types");
        }
        check(found, "getTables");
    }

    // The rows of a result, each as "a/b/c" of the named columns, with blanks between them.
    private static String listed(ResultSet rows, String... columns) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (rows) {
            while (rows.next()) {
                if (text.length() > 0) text.append(' ');
                for (int i = 0; i < columns.length; i++) text.append(i > 0 ? "/" : "").append(rows.getString(columns[i]));
            }
        }
        return text.toString();
    }

    private static void same(String answer, String expected) {
        check(answer.equals(expected), answer + " is not " + expected);
    }

    // Declared keys, which are not enforced, are what the driver finds the rows of an updatable result by.
    private static void keys(Connection connection) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists jdbc_lines");
            statement.execute("drop table if exists jdbc_orders");
            statement.execute("create table jdbc_orders(note varchar(9), shop int, number int, primary key (shop, number))");
            statement.execute("create table jdbc_lines(line int unique, shop int, number int, "
                              + "foreign key (shop, number) references jdbc_orders(shop, number))");
            statement.execute("insert into jdbc_orders values ('a', 1, 2), ('b', 1, 3)");
        }
        same(listed(metadata.getPrimaryKeys(null, "public", "jdbc_orders"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME"),
             "shop/1/jdbc_orders_pkey number/2/jdbc_orders_pkey");
        same(listed(metadata.getBestRowIdentifier(null, "public", "jdbc_orders", DatabaseMetaData.bestRowSession, true),
                    "COLUMN_NAME"),
             "shop number");
        String[] columns = {"PKTABLE_NAME", "PKCOLUMN_NAME", "FKTABLE_NAME", "FKCOLUMN_NAME", "KEY_SEQ", "PK_NAME"};
        String expected = "jdbc_orders/shop/jdbc_lines/shop/1/jdbc_orders_pkey "
                          + "jdbc_orders/number/jdbc_lines/number/2/jdbc_orders_pkey";
        same(listed(metadata.getImportedKeys(null, "public", "jdbc_lines"), columns), expected);
        same(listed(metadata.getExportedKeys(null, "public", "jdbc_orders"), columns), expected);
        same(listed(metadata.getCrossReference(null, "public", "jdbc_orders", null, "public", "jdbc_lines"), columns),
             expected);
        same(listed(metadata.getIndexInfo(null, "public", "jdbc_orders", true, false), "INDEX_NAME", "NON_UNIQUE",
                    "ORDINAL_POSITION", "COLUMN_NAME"),
             "jdbc_orders_pkey/f/1/shop jdbc_orders_pkey/f/2/number");
        same(listed(metadata.getIndexInfo(null, "public", "jdbc_lines", false, false), "ORDINAL_POSITION", "COLUMN_NAME"),
             "1/line");
        same(listed(metadata.getColumns(null, "public", "jdbc_orders", null), "COLUMN_NAME"), "note shop number");
        try (Statement statement = connection.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE);
             ResultSet rows = statement.executeQuery("select * from jdbc_orders order by number")) {
            check(rows.next() && rows.next(), "two rows");
            rows.updateString("note", "changed");
            rows.updateRow();
        }
        try (Statement statement = connection.createStatement()) {
            same(listed(statement.executeQuery("select note, number from jdbc_orders order by number"), "note", "number"),
                 "a/2 changed/3");
            statement.execute("drop table jdbc_lines");
            statement.execute("drop table jdbc_orders");
        }
    }

    static void calls(Connection connection) throws Exception {
        try (CallableStatement upper = connection.prepareCall("{? = call upper(?)}");
             CallableStatement pid = connection.prepareCall("{? = call pg_backend_pid()}")) {
            upper.registerOutParameter(1, Types.VARCHAR);
            upper.setString(2, "abc");
            upper.execute();
            same(upper.getString(1), "ABC");
            pid.registerOutParameter(1, Types.INTEGER);
            pid.execute();
            check(pid.getInt(1) > 0, "pg_backend_pid()");
        }
    }

    public static void main(String[] arguments) throws Exception {
        String url = arguments[0], user = arguments[1], password = arguments[2];
        try (Connection connection = DriverManager.getConnection(url, user, password);
             Statement statement = connection.createStatement()) {
            types(connection);
            arraysAndNumerics(connection);
            metadata(connection);
            keys(connection);
            changedColumns(connection);
            cursor(connection);
            calls(connection);
            check(stateOf(() -> statement.executeQuery("select nothing from jdbc_types")).equals("42703"), "42703");
            check(stateOf(() -> statement.executeQuery("selec 1")).equals("42601"), "42601");
            connection.setAutoCommit(false);
            statement.executeUpdate("delete from jdbc_types");
            connection.rollback();
            connection.setAutoCommit(true);
            try (ResultSet rows = statement.executeQuery("select count(*) from jdbc_types")) {
                rows.next();
                check(rows.getInt(1) == 8, "rollback");
            }
            statement.addBatch("insert into jdbc_types(i) values (100)");
            statement.addBatch("insert into jdbc_types(i) values (101)");
            check(statement.executeBatch().length == 2, "a batch");
            cancelAndTerminate(url, user, password, connection);
            statement.execute("drop table jdbc_types");
        }
        System.out.println(passed + " passed, 0 failed");
    }
}
