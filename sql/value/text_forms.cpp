#include "sql/value/text_forms.hpp"

#include "catalog/engine/engine_error.hpp"
#include "catalog/object/session_state.hpp"
#include "protocol/error.hpp"
#include "protocol/wire_writer.hpp"
#include "sql/parse/array_text.hpp"
#include "sql/value/value_writer.hpp"

#include <charconv>
#include <vector>

#include <duckdb.hpp>
#include <duckdb/common/vector_operations/vector_operations.hpp>
#include <duckdb/function/cast/default_casts.hpp>

namespace redstart::sql {
namespace {

using duckdb::LogicalType;
using duckdb::LogicalTypeId;
using duckdb::string_t;
using duckdb::UnifiedVectorFormat;
using duckdb::Vector;

bool is_vector(const LogicalType& type) {
    return type.HasAlias() && (type.GetAlias() == "int2vector" || type.GetAlias() == "oidvector");
}

bool is_list(const LogicalType& type) { return type.id() == LogicalTypeId::LIST; }

string_t added(Vector& target, std::string_view text) {
    return duckdb::StringVector::AddString(target, text.data(), text.size());
}

// Sets every row of `target` to what text(index into the data of `source`) returns; valid until its next call.
template <typename Text> void set_each(Vector& source, Vector& target, std::size_t count, const Text& text) {
    UnifiedVectorFormat format;
    source.ToUnifiedFormat(count, format);
    target.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
    auto* rows = duckdb::FlatVector::GetData<string_t>(target);
    for (std::size_t row = 0; row < count; ++row) {
        const auto index = format.sel->get_index(row);
        if (format.validity.RowIsValid(index))
            rows[row] = added(target, text(format, index));
        else
            duckdb::FlatVector::SetNull(target, row, true);
    }
}

void write_values(const ValueWriter& writer, Vector& source, Vector& target, std::size_t count) {
    protocol::WireWriter out;
    set_each(source, target, count, [&](const UnifiedVectorFormat& format, std::size_t index) {
        out.clear();
        writer.write(out, format, index);
        return out.view();
    });
}

DateStyle date_style(duckdb::ClientContext& context) {
    const auto* session = catalog::find_session(context);
    return session == nullptr ? DateStyle() : parse_date_style(session->setting("DateStyle").value_or(""));
}

IntervalStyle interval_style(duckdb::ClientContext& context) {
    const auto* session = catalog::find_session(context);
    return session == nullptr ? IntervalStyle::Postgres
                              : parse_interval_style(session->setting("IntervalStyle").value_or(""));
}

// `{a,"b c",NULL}`, and `1 2` of int2vector and oidvector.
void write_lists(duckdb::ClientContext& context, Vector& source, Vector& target, std::size_t count) {
    const auto size = duckdb::ListVector::GetListSize(source);
    auto& elements = duckdb::ListVector::GetEntry(source);
    Vector texts(LogicalType::VARCHAR, std::max<std::size_t>(size, 1));
    values_to_text(context, elements, texts, size);
    texts.Flatten(size);
    const auto* cells = duckdb::FlatVector::GetData<string_t>(texts);
    const auto& valid = duckdb::FlatVector::Validity(texts);
    const bool vector = is_vector(source.GetType());
    const bool verbatim = vector || is_list(elements.GetType());
    std::string text;
    set_each(source, target, count, [&](const UnifiedVectorFormat& format, std::size_t index) {
        const auto& list = UnifiedVectorFormat::GetData<duckdb::list_entry_t>(format)[index];
        text = vector ? "" : "{";
        for (auto i = list.offset; i < list.offset + list.length; ++i) {
            if (i > list.offset) text += vector ? ' ' : ',';
            const std::string_view element(cells[i].GetData(), valid.RowIsValid(i) ? cells[i].GetSize() : 0);
            if (!valid.RowIsValid(i))
                text += "NULL";
            else if (verbatim)
                text += element;
            else
                append_array_element(text, element);
        }
        if (!vector) text += '}';
        return std::string_view(text);
    });
}

// A field of a record: quoted where it is empty or has what the record's own signs are (PostgreSQL, record_out).
void append_field(std::string& text, std::string_view field) {
    if (!field.empty() && field.find_first_of("\"\\(), \t\n\v\f\r") == std::string_view::npos) {
        text += field;
        return;
    }
    text += '"';
    for (const char c : field) {
        if (c == '"' || c == '\\') text += c;
        text += c;
    }
    text += '"';
}

// `(1,"a b",)`: nothing stands for NULL.
void write_records(duckdb::ClientContext& context, Vector& source, Vector& target, std::size_t count) {
    Vector records(source.GetType(), std::max<std::size_t>(count, 1));
    duckdb::VectorOperations::Copy(source, records, count, 0, 0); // flat, so that its fields are
    std::vector<Vector> fields;
    for (auto& entry : duckdb::StructVector::GetEntries(records)) {
        auto& texts = fields.emplace_back(LogicalType::VARCHAR, std::max<std::size_t>(count, 1));
        values_to_text(context, *entry, texts, count);
        texts.Flatten(count);
    }
    std::string text;
    set_each(records, target, count, [&](const UnifiedVectorFormat&, std::size_t index) {
        text = "(";
        for (const auto& field : fields) {
            if (&field != &fields.front()) text += ',';
            if (!duckdb::FlatVector::Validity(field).RowIsValid(index)) continue;
            const auto& cell = duckdb::FlatVector::GetData<string_t>(field)[index];
            append_field(text, {cell.GetData(), cell.GetSize()});
        }
        text += ')';
        return std::string_view(text);
    });
}

// The engine, which knows the session's time zone, puts the era behind the date.
void write_zoned(duckdb::ClientContext& context, Vector& source, Vector& target, std::size_t count) {
    constexpr std::string_view kEra = " (BC)";
    Vector texts(LogicalType::VARCHAR, std::max<std::size_t>(count, STANDARD_VECTOR_SIZE));
    duckdb::VectorOperations::Cast(context, source, texts, count);
    std::string mended;
    const auto style = date_style(context);
    const bool iso = style.form == DateStyle::Form::Iso;
    set_each(texts, target, count, [&](const UnifiedVectorFormat& format, std::size_t index) {
        const auto& written = UnifiedVectorFormat::GetData<string_t>(format)[index];
        const std::string_view text(written.GetData(), written.GetSize());
        const auto era = text.find(kEra);
        if (era == std::string_view::npos && iso) return text;
        mended = text;
        if (era != std::string_view::npos)
            mended.assign(text.substr(0, era)).append(text.substr(era + kEra.size())).append(" BC");
        if (!iso) mended = restyled(mended, style);
        return std::string_view(mended);
    });
}

// Types whose casts to text the engine writes in a form of its own. Booleans are not among them: true::text is `true`
// in PostgreSQL too, although the column shows `t`.
bool has_own_text(const LogicalType& type) {
    switch (type.id()) {
    case LogicalTypeId::FLOAT:
    case LogicalTypeId::DOUBLE:
    case LogicalTypeId::DATE:
    case LogicalTypeId::TIMESTAMP:
    case LogicalTypeId::TIMESTAMP_TZ:
    case LogicalTypeId::INTERVAL:
    case LogicalTypeId::LIST:
    case LogicalTypeId::STRUCT: return true;
    // Without a digit before the point the engine writes none: ".5".
    case LogicalTypeId::DECIMAL: return duckdb::DecimalType::GetWidth(type) == duckdb::DecimalType::GetScale(type);
    default: return false;
    }
}

struct CastToText : duckdb::BoundCastData {
    explicit CastToText(duckdb::ClientContext& client) : context(client) {}
    duckdb::unique_ptr<duckdb::BoundCastData> Copy() const override { return duckdb::make_uniq<CastToText>(context); }
    duckdb::ClientContext& context;
};

bool cast_to_text(Vector& source, Vector& target, duckdb::idx_t count, duckdb::CastParameters& parameters) {
    const bool constant = source.GetVectorType() == duckdb::VectorType::CONSTANT_VECTOR;
    values_to_text(parameters.cast_data->Cast<CastToText>().context, source, target, constant ? 1 : count);
    if (constant) target.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
    return true;
}

} // namespace

ValueWriter text_writer(duckdb::ClientContext& context, const LogicalType& type) {
    int extra_digits = 1;
    if (type.id() == LogicalTypeId::DATE || type.id() == LogicalTypeId::TIMESTAMP)
        return {type, protocol::Format::Text, extra_digits, date_style(context)};
    if (type.id() == LogicalTypeId::INTERVAL) return ValueWriter(interval_style(context));
    auto* session = is_float(type) ? catalog::find_session(context) : nullptr;
    if (const auto set = session == nullptr ? std::nullopt : session->setting("extra_float_digits"))
        std::from_chars(set->data(), set->data() + set->size(), extra_digits);
    return {type, protocol::Format::Text, extra_digits};
}

void values_to_text(duckdb::ClientContext& context, Vector& source, Vector& target, std::size_t count) {
    const auto& type = source.GetType();
    if (is_list(type)) return write_lists(context, source, target, count);
    if (type.id() == LogicalTypeId::STRUCT) return write_records(context, source, target, count);
    if (type.id() == LogicalTypeId::TIMESTAMP_TZ) return write_zoned(context, source, target, count);
    const auto writer = text_writer(context, type);
    if (!writer) {
        duckdb::VectorOperations::Cast(context, source, target, count);
        return;
    }
    try {
        write_values(writer, source, target, count);
    } catch (const protocol::SqlError& error) { catalog::throw_through_engine(error); }
}

void replace_cast_to_text(duckdb::ClientContext& context, duckdb::BoundCastInfo& cast, const LogicalType& source) {
    if (has_own_text(source)) cast = duckdb::BoundCastInfo(cast_to_text, duckdb::make_uniq<CastToText>(context));
}

} // namespace redstart::sql
