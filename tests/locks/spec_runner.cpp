// lock_specs: runs *.spec files over the pure lock table and compares what happens with expected/<name>.out.
// Usage: lock_specs [--regenerate] [FILE.spec...], by default every spec in tests/locks below REDSTART_SOURCE or the
// current folder. Exit status 1 when an output differs or a rule is broken. One thread.
#include "tests/locks/spec.hpp"
#include "tests/locks/spec_schedule.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using redstart::test::Schedule;
using redstart::test::Spec;
namespace fs = std::filesystem;

constexpr std::size_t kMaxInterleavings = 20'000; // a spec with more of them should list its permutations

Schedule replay(const Spec& spec, const std::vector<std::size_t>& order) {
    Schedule schedule(spec);
    for (std::size_t i = 0; i < order.size(); ++i) {
        try {
            schedule.run_next(order[i]);
        } catch (const std::exception& error) {
            throw std::runtime_error(std::string(error.what()) + "\n" + schedule.output());
        }
    }
    return schedule;
}

// Runs every order in which the sessions can take their steps, depth first.
void run_all(const Spec& spec, std::vector<std::size_t>& order, std::size_t& count, std::string& output) {
    const Schedule schedule = replay(spec, order);
    const std::vector<std::size_t> next = schedule.runnable();
    if (next.empty()) {
        if (!schedule.finished()) throw std::runtime_error("everyone waits for ever\n" + schedule.output());
        if (++count > kMaxInterleavings) throw std::runtime_error("too many interleavings: list permutations");
        output += schedule.output() + "\n";
        return;
    }
    for (const std::size_t session : next) {
        order.push_back(session);
        run_all(spec, order, count, output);
        order.pop_back();
    }
}

std::string run_spec(const fs::path& file) {
    std::ifstream text(file);
    if (!text) throw std::runtime_error("cannot be read");
    const Spec spec = redstart::test::parse_spec(text);
    std::string output;
    std::size_t count = spec.permutations.size();
    for (const std::vector<std::size_t>& order : spec.permutations) {
        const Schedule schedule = replay(spec, order);
        if (!schedule.finished()) throw std::runtime_error("somebody still waits\n" + schedule.output());
        output += schedule.output() + "\n";
    }
    if (spec.permutations.empty()) {
        std::vector<std::size_t> order;
        run_all(spec, order, count, output);
    }
    return output + std::to_string(count) + " permutations\n";
}

std::string first_difference(const std::string& expected, const std::string& actual) {
    std::istringstream left(expected);
    std::istringstream right(actual);
    std::string permutation;
    for (std::size_t line = 1;; ++line) {
        std::string a;
        std::string b;
        const bool more = static_cast<bool>(std::getline(left, a));
        if (const bool also = static_cast<bool>(std::getline(right, b)); !more && !also) return "";
        if (a != b) return "line " + std::to_string(line) + permutation + "\n  expected: " + a + "\n  actual:   " + b;
        if (a.starts_with("permutation")) permutation = " of " + a;
    }
}

bool run_file(const fs::path& file, bool regenerate) {
    const fs::path expected_file = file.parent_path() / "expected" / (file.stem().string() + ".out");
    try {
        const std::string actual = run_spec(file);
        if (regenerate) {
            std::ofstream(expected_file, std::ios::binary) << actual;
            return true;
        }
        std::ifstream stored(expected_file, std::ios::binary);
        if (!stored) throw std::runtime_error("has no expected output " + expected_file.string());
        const std::string expected{std::istreambuf_iterator<char>(stored), {}};
        if (expected == actual) return true;
        throw std::runtime_error("differs at " + first_difference(expected, actual));
    } catch (const std::exception& error) {
        std::cerr << file.filename().string() << ": " << error.what() << "\n";
        return false;
    }
}

std::vector<fs::path> all_specs() {
    const char* source = std::getenv("REDSTART_SOURCE");
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(fs::path(source != nullptr ? source : ".") / "tests" / "locks"))
        if (entry.path().extension() == ".spec") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

int main(int argc, char** argv) {
    std::vector<fs::path> files(argv + 1, argv + argc);
    const bool regenerate = std::erase(files, "--regenerate") > 0;
    if (files.empty()) files = all_specs();
    const auto failed = std::count_if(files.begin(), files.end(),
                                      [regenerate](const fs::path& file) { return !run_file(file, regenerate); });
    std::cout << files.size() - static_cast<std::size_t>(failed) << " of " << files.size() << " specs passed\n";
    return failed == 0 && !files.empty() ? 0 : 1;
}
