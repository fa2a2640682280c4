#include "sql/dialect/rewriter.hpp"

#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <tuple>

namespace redstart::sql {
namespace {

// How much longer than the client's text the engine's may be; DECODE repeats its first argument for every pair.
constexpr std::size_t kMaxGrowth = std::size_t{4} << 20;

} // namespace

std::string_view Rewriter::source(std::size_t first, std::size_t last) const {
    if (first >= last) return {};
    return statement_.source.substr(at(first).offset, at(last - 1).end() - at(first).offset);
}

// Brackets pair with brackets, CASE with END; a closing bracket leaves behind any CASE without its END.
void Rewriter::pair_brackets() const {
    partners_.assign(tokens_.size(), UINT32_MAX);
    std::vector<std::uint32_t> open;
    const auto opened_by_case = [&] { return !open.empty() && tokens_[open.back()].is("case"_w); };
    for (std::uint32_t i = 0; i < tokens_.size(); ++i) {
        const auto& token = tokens_[i];
        const bool word = i == 0 || !(tokens_[i - 1].is('.') || tokens_[i - 1].is("as"_w));
        if (token.is('(') || token.is('[') || (token.is("case"_w) && word)) open.push_back(i);
        const bool end = token.is("end"_w) && word && opened_by_case();
        if (!end && !token.is(')') && !token.is(']')) continue;
        while (!end && opened_by_case()) open.pop_back();
        if (open.empty()) continue;
        partners_[i] = open.back();
        partners_[open.back()] = i;
        open.pop_back();
    }
}

std::size_t Rewriter::partner(std::size_t i) const {
    if (partners_.empty()) pair_brackets();
    if (i >= partners_.size() || partners_[i] == UINT32_MAX) fail(size());
    return partners_[i];
}

std::vector<std::size_t> Rewriter::separators(std::size_t open) const {
    const auto close = partner(open);
    std::vector<std::size_t> out;
    for (auto i = open + 1; i < close; ++i) {
        if (at(i).is('(') || at(i).is('['))
            i = partner(i);
        else if (at(i).is(','))
            out.push_back(i);
    }
    out.push_back(close);
    return out;
}

void Rewriter::settle(std::size_t i) {
    if (edited_.empty()) edited_.resize(tokens_.size());
    edited_[i] = true;
}

void Rewriter::hide(std::size_t first, std::size_t last) {
    const auto offset = at(first).offset;
    constexpr int before_others = -1; // a rewrite of the first token is hidden with it
    add({offset, at(last - 1).end() - offset, Place::Instead, before_others, {}, kNone, kNone, {}});
}

void Rewriter::replace(std::size_t first, std::size_t last, std::string text) {
    for (auto i = first; i < last; ++i) settle(i);
    const auto offset = at(first).offset;
    add({offset, at(last - 1).end() - offset, Place::Instead, 0, std::move(text), kNone, kNone, {}});
}

void Rewriter::insert_before(std::size_t i, std::string text) {
    // What is inserted first belongs to the outer construct and stays outside.
    add({at(i).offset, 0, Place::Before, static_cast<int>(edits_.size()), std::move(text), kNone, kNone, {}});
}

void Rewriter::insert_after(std::size_t i, std::string text) {
    add({at(i).end(), 0, Place::After, -static_cast<int>(edits_.size()), std::move(text), kNone, kNone, {}});
}

void Rewriter::replace_with_copy(std::size_t i, std::string before, std::size_t first, std::size_t last,
                                 std::string after) {
    replace(i, std::move(before));
    edits_.back().copy_first = first;
    edits_.back().copy_last = last;
    edits_.back().tail = std::move(after);
}

TableReport& Rewriter::report() {
    if (!report_) report_ = std::make_unique<TableReport>();
    return *report_;
}

// Copies source[from, to) with the edits inside.
void Rewriter::render(std::size_t from, std::size_t to, Rewritten& out) const {
    const auto begins = [](const Edit& edit, std::size_t offset) { return edit.offset < offset; };
    auto copied = from;
    const auto copy_until = [&](std::size_t end) {
        if (end <= copied) return;
        out.map.add(out.sql.size(), copied, true);
        out.sql.append(statement_.source, copied, end - copied);
        copied = end;
    };
    for (auto edit = std::lower_bound(edits_.begin(), edits_.end(), from, begins); edit != edits_.end(); ++edit) {
        if (edit->offset > to || (edit->offset == to && edit->place != Place::After)) break;
        if (edit->offset == from && edit->place == Place::After) continue; // belongs to the token before
        if (edit->offset < copied) continue;                               // inside a range that was replaced
        copy_until(edit->offset);
        if (!edit->text.empty()) out.map.add(out.sql.size(), edit->offset, false);
        out.sql += edit->text;
        if (edit->copy_first != kNone) {
            render(at(edit->copy_first).offset, at(edit->copy_last - 1).end(), out);
            out.map.add(out.sql.size(), edit->offset, false);
            out.sql += edit->tail;
        }
        copied = std::max<std::size_t>(copied, edit->offset + edit->length);
        if (out.sql.size() > statement_.text.size() + kMaxGrowth)
            throw protocol::SqlError(protocol::sqlstate::kStatementTooComplex, "statement is too complex");
    }
    copy_until(to);
}

Rewritten Rewriter::finish() {
    const auto start = tokens_.empty() ? 0 : at(0).offset;
    Rewritten out{{}, OffsetMap(start), std::move(report_)};
    if (edits_.empty()) {
        out.sql = statement_.text;
        return out;
    }
    std::sort(edits_.begin(), edits_.end(), [](const Edit& left, const Edit& right) {
        return std::tie(left.offset, left.place, left.order) < std::tie(right.offset, right.place, right.order);
    });
    out.sql.reserve(statement_.text.size() + 64);
    render(start, end_.offset, out);
    return out;
}

} // namespace redstart::sql
