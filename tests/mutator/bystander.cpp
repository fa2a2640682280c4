#include "tests/mutator/bystander.hpp"

#include <algorithm>
#include <exception>

namespace redstart::test {
namespace {

double since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

} // namespace

Bystander::Bystander(const ServerProcess& server) : server_(server), client_(server) {
    client_.must("create table bystander (n bigint, note varchar(40))");
}

void Bystander::run(const std::atomic<bool>& stop) {
    try {
        while (!stop) {
            round();
            std::this_thread::sleep_for(2ms);
        }
    } catch (const std::exception& error) { problem_ = error.what(); }
}

void Bystander::expect(const std::string& sql, const std::string& value) {
    const auto start = Clock::now();
    const auto answer = client_.must(sql);
    statements_.push_back(since(start));
    if (const auto got = answer.rows.empty() ? answer.tag : answer.value(); got != value)
        throw std::runtime_error(sql + ": " + got + " and not " + value);
}

void Bystander::round() {
    const auto number = std::to_string(++rows_);
    expect("select " + number + " + 1", std::to_string(rows_ + 1));
    expect("insert into bystander values (" + number + ", 'row " + number + "')", "INSERT 0 1");
    expect("select note from bystander where n = " + number, "row " + number);
    expect("select count(*) from bystander", number);
    expect("select sum(n) from bystander", std::to_string(rows_ * (rows_ + 1) / 2));
    if (rows_ == 1000) {
        expect("delete from bystander", "DELETE 1000");
        rows_ = 0;
    }
    if (rows_ % 10 != 0) return;
    const auto start = Clock::now();
    const Client newcomer(server_);
    logins_.push_back(since(start));
}

std::vector<double> Bystander::sorted(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times;
}

} // namespace redstart::test
