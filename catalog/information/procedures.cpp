#include "catalog/information/procedures.hpp"

#include "protocol/pg_type.hpp"

#include <vector>

namespace redstart::catalog {

std::span<const Procedure> procedures() {
    static const auto rows = [] {
        std::vector<Procedure> result;
        for (const auto family :
             {session_functions(), object_functions(), text_functions(), privilege_functions(), visibility_functions()})
            for (const auto& function : family)
                if (!function.name.starts_with("rs_"))
                    result.push_back({kFirstProcedureOid + static_cast<std::uint32_t>(result.size()), &function});
        return result;
    }();
    return rows;
}

const Procedure* find_procedure(std::string_view name) {
    for (const auto& procedure : procedures())
        if (procedure.declaration->name == name) return &procedure;
    return nullptr;
}

const Procedure* find_procedure(std::uint32_t oid) {
    const auto index = static_cast<std::size_t>(oid) - kFirstProcedureOid;
    return oid >= kFirstProcedureOid && index < procedures().size() ? &procedures()[index] : nullptr;
}

std::string argument_list(const ScalarFunction& function) {
    std::string text;
    for (const auto& column : function.arguments.parse())
        text += (text.empty() ? "" : ", ") + protocol::format_type(column.type);
    return text;
}

} // namespace redstart::catalog
