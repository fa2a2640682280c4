#include "catalog/views/views.hpp"

#include <unordered_map>
#include <vector>

namespace redstart::catalog {

namespace {

// Built at first use; never changes afterwards.
class Index {
public:
    Index() {
        for (const auto family :
             {views::pg_catalog(), views::pg_relations(), views::pg_statistics(), views::pg_empty(),
              views::pg_empty_tools(), views::information_schema(), views::information_schema_rest(), views::stl(),
              views::stv(), views::svl(), views::svv(), views::svv_objects(), views::sys(), views::transfers(),
              views::privileges()})
            for (const auto& view : family) add(view);
    }

    std::span<const SystemView* const> all() const { return views_; }

    const SystemView* find(std::string_view schema, std::string_view name) const {
        const auto found = by_name_.find(name);
        if (found == by_name_.end()) return nullptr;
        for (const auto* view : found->second)
            if (view->schema == schema) return view;
        return nullptr;
    }

    const SystemView* find(std::uint32_t oid) const {
        const auto found = by_oid_.find(oid);
        return found == by_oid_.end() ? nullptr : found->second;
    }

private:
    void add(const SystemView& view) {
        views_.push_back(&view);
        by_name_[view.name].push_back(&view);
        by_oid_.emplace(view.oid, &view);
    }

    std::vector<const SystemView*> views_;
    std::unordered_map<std::string_view, std::vector<const SystemView*>> by_name_;
    std::unordered_map<std::uint32_t, const SystemView*> by_oid_;
};

const Index& index() {
    static const Index instance;
    return instance;
}

} // namespace

std::span<const SystemView* const> all_views() { return index().all(); }

const SystemView* find_view(std::string_view schema, std::string_view name) { return index().find(schema, name); }

const SystemView* find_view(std::uint32_t oid) { return index().find(oid); }

} // namespace redstart::catalog
