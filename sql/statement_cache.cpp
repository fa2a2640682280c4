#include "sql/statement_cache.hpp"

#include <duckdb.hpp>

namespace redstart::sql {

std::shared_ptr<Prepared> StatementCache::find(std::string_view text) {
    const auto found = by_text_.find(text);
    if (found == by_text_.end() || !found->second->prepared) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    auto& entry = entries_.front();
    if (!entry.prepared->current()) entry.prepared.reset();
    return entry.prepared;
}

bool StatementCache::seen_before(std::string_view text) {
    if (text.size() > kLongestText) return false;
    const bool known = by_text_.contains(text);
    touch(text);
    return known;
}

void StatementCache::add(std::string_view text, std::shared_ptr<Prepared> prepared) {
    touch(text).prepared = std::move(prepared);
}

void StatementCache::clear() {
    by_text_.clear();
    entries_.clear();
}

StatementCache::Entry& StatementCache::touch(std::string_view text) {
    if (const auto found = by_text_.find(text); found != by_text_.end()) {
        entries_.splice(entries_.begin(), entries_, found->second);
        return entries_.front();
    }
    if (entries_.size() == kStatements) {
        by_text_.erase(entries_.back().text);
        entries_.pop_back();
    }
    entries_.push_front({std::string(text), nullptr});
    by_text_.emplace(entries_.front().text, entries_.begin());
    return entries_.front();
}

} // namespace redstart::sql
