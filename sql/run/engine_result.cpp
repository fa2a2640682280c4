#include "sql/run/engine_result.hpp"

#include "catalog/engine/errors.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "sql/engine/freed_memory.hpp"
#include "sql/rule/row_slices.hpp"
#include "sql/session/engine_call.hpp"
#include "sql/session/session_context.hpp"
#include "sql/value/row_writer.hpp"

#include <duckdb.hpp>
#include <duckdb/common/types/column/column_data_collection.hpp>
#include <duckdb/common/vector_operations/vector_operations.hpp>
#include <duckdb/storage/buffer_manager.hpp>

namespace redstart::sql {
namespace {

// So many bytes of frames go to the socket.
constexpr std::size_t kWorthSending = 64 * 1024;

using duckdb::ColumnDataCollection;
using protocol::Format;
using protocol::SqlError;

// The type that makes a told column's value of one of `type`. A numeric without a scale keeps an integer's digits.
duckdb::LogicalType cast_type(const duckdb::LogicalType& type, const protocol::ColumnDescription& told) {
    const bool open = told.type == protocol::oid::kNumeric && told.typmod < 0;
    if (open) return duckdb::LogicalType::DECIMAL(38, type.IsIntegral() ? 0 : 18);
    return catalog::logical_type(told.type, told.typmod);
}

// `part` gets rows of the chunk, which it shares.
void slice(duckdb::DataChunk& chunk, std::size_t begin, std::size_t count, duckdb::DataChunk& part) {
    part.InitializeEmpty(chunk.GetTypes());
    part.Reference(chunk);
    part.Slice(begin, count);
}

class EngineResult final : public Result, public ConnectionUser {
public:
    EngineResult(SessionContext& session, duckdb::unique_ptr<duckdb::QueryResult> rows)
        : session_(session), context_(*session.engine_connection().if_open()->context), stream_(std::move(rows)),
          types_(stream_->types.begin(), stream_->types.end()), share_(session.engine_connection().spool_budget()) {
        columns_ = describe_columns({stream_->names.begin(), stream_->names.end()}, types_);
        session_.engine_connection().used_by(this);
    }

    // For rows that are taken from another one.
    explicit EngineResult(const EngineResult& other)
        : session_(other.session_), context_(other.context_), types_(other.types_),
          share_(session_.engine_connection().spool_budget()), spooled_(make_spool()) {
        columns_ = other.columns_;
    }

    ~EngineResult() override {
        if (stream_ && session_.engine_connection().stream_memory()->has_buffered()) wide_bytes_ += kMuchFreed;
        close_stream();
        const auto bytes = spooled_ ? spooled_->AllocationSize() : 0;
        spooled_.reset();
        note_freed(bytes + wide_bytes_);
        if (std::chrono::steady_clock::now() - since_ > kLongCall) note_long_call();
    }

    void set_formats(const std::vector<Format>& formats) override {
        const auto before = this->formats();
        Result::set_formats(formats);
        if (this->formats() != before) writer_.reset();
    }

    // A value of a parameter may bring another type than the one that was found for it.
    void describe_as(const std::vector<protocol::ColumnDescription>& told) override {
        for (std::size_t i = 0; i < told.size() && i < types_.size(); ++i) {
            if (told[i].type != columns_[i].type) {
                types_[i] = cast_type(types_[i], told[i]);
                casts_ = true;
            }
            columns_[i].type = told[i].type;
            columns_[i].size = told[i].size;
            columns_[i].typmod = told[i].typmod;
        }
    }

    std::uint64_t write_rows(ClientOutput& output, Interrupts& interrupts, std::uint64_t max_rows) override {
        if (!writer_) {
            writer_ = std::make_unique<RowWriter>(context_, types_, formats());
            if (row_ < rows_in_chunk()) use_chunk();
        }
        return advance(interrupts, max_rows, [&] {
            auto& frames = output.writer();
            writer_->write(frames, row_);
            if (frames.size() < kWorthSending) return true;
            written_.set(static_cast<std::int64_t>(frames.size()));
            const StreamMemory::Wait wait(*session_.engine_connection().stream_memory());
            const bool more = output.flush_if_full();
            written_.set(static_cast<std::int64_t>(frames.size()));
            return more;
        });
    }

    std::uint64_t skip_rows(Interrupts& interrupts, std::uint64_t max_rows) override {
        return advance(interrupts, max_rows, [] { return true; });
    }

    void copy_as(const EncoderFactory& encoder) override {
        std::vector<std::string> names;
        for (const auto& column : columns_) names.push_back(column.name);
        writer_ = encoder(context_, types_, names);
    }

    void spool() override { leave_connection(); }

    // Ends the stream: what it still has goes into the collection. When the rows cannot be had the error is kept for
    // whoever reads on, unless the engine's transaction ended with it.
    void leave_connection() override {
        if (!stream_) return;
        auto spooled = make_spool();
        share_.use_limit(session_.settings().get("max_cursor_result_set_size").value_or("0"));
        const EngineCall call(session_);
        if (!keep_unread(*spooled)) return close_stream();
        while (auto chunk = fetch(session_.interrupts())) {
            if (!keep(*spooled, *chunk)) return close_stream();
            if (records_.try_set(records_of(*spooled), StreamMemory::kHardLimit)) continue;
            close_stream();
            throw StreamMemory::exhausted(); // who wants the connection opens yet another result: it is refused
        }
        fetched_.set(0);
        stream_.reset();
        session_.engine_connection().left_by(this);
        spooled_ = std::move(spooled);
        spooled_->InitializeScan(scan_);
    }

    void step_back() override { --row_; } // its chunk stays until another row is asked for

    std::unique_ptr<Result> take_rows(std::uint64_t max_rows) override {
        auto taken = std::make_unique<EngineResult>(*this);
        for (auto left = max_rows == 0 ? UINT64_MAX : max_rows; left > 0;) {
            if (row_ == rows_in_chunk()) {
                if (!next_chunk(session_.interrupts())) break;
                if (writer_) use_chunk();
            }
            const auto count = std::min<std::uint64_t>(left, rows_in_chunk() - row_);
            duckdb::DataChunk part;
            slice(*chunk_, row_, count, part);
            if (!taken->keep(*taken->spooled_, part)) throw SqlError(*taken->failure_);
            row_ += count;
            left -= count;
        }
        taken->spooled_->InitializeScan(taken->scan_);
        return taken;
    }

    Extent extent() const override {
        return {streamed_rows_ + (spooled_ ? spooled_->Count() : 0), spooled_ ? spooled_->SizeInBytes() : 0};
    }

private:
    std::vector<Format> formats() const {
        std::vector<Format> formats;
        for (const auto& column : columns_) formats.push_back(column.format);
        return formats;
    }
    std::unique_ptr<ColumnDataCollection> make_spool() const {
        const duckdb::vector<duckdb::LogicalType> types(types_.begin(), types_.end());
        return std::make_unique<ColumnDataCollection>(duckdb::BufferManager::GetBufferManager(context_), types);
    }
    std::size_t rows_in_chunk() const { return chunk_ ? chunk_->size() : 0; }

    template <typename Row> std::uint64_t advance(Interrupts& interrupts, std::uint64_t max_rows, Row row) {
        std::uint64_t passed = 0;
        while (max_rows == 0 || passed < max_rows) {
            if (row_ == rows_in_chunk()) {
                if (!next_chunk(interrupts)) break;
                if (writer_) use_chunk();
            }
            const bool more = row();
            ++row_;
            ++passed;
            if (!more || interrupts.pending()) interrupts.check();
        }
        return passed;
    }

    // Casts of names of objects look into the catalog: rows that outlive their transaction have one for it.
    void use_chunk() {
        if (stream_) return writer_->use(*chunk_);
        session_.connection(); // knows the session's time zone of now
        context_.RunFunctionInTransaction([this] { writer_->use(*chunk_); }, false);
    }

    // What the collection has to know of its rows stays in memory when they do not; measured: 350 KB for a million
    // rows of one column.
    std::int64_t records_of(const ColumnDataCollection& spooled) const {
        return static_cast<std::int64_t>(spooled.ChunkCount() * (512 + 256 * types_.size()));
    }

    // The rows of the stream's last chunk that nobody has read are the first to be kept. Of the others only the last
    // one stays where it is, for step_back().
    bool keep_unread(ColumnDataCollection& spooled) {
        if (!chunk_) return true;
        const auto chunk = std::move(chunk_);
        const auto read = std::exchange(row_, 0);
        if (read < chunk->size()) {
            duckdb::DataChunk unread;
            slice(*chunk, read, chunk->size() - read, unread);
            if (!keep(spooled, unread)) return false;
        }
        if (read == 0) return true;
        duckdb::DataChunk last;
        slice(*chunk, read - 1, 1, last);
        chunk_ = duckdb::make_uniq<duckdb::DataChunk>();
        chunk_->Initialize(duckdb::Allocator::DefaultAllocator(), chunk->GetTypes(), 1);
        last.Copy(*chunk_);
        row_ = 1;
        if (writer_) use_chunk();
        return true;
    }

    // False when there is no room for it.
    bool keep(ColumnDataCollection& spooled, duckdb::DataChunk& chunk) {
        try {
            spooled.Append(chunk);
            share_.grow_to(spooled.AllocationSize());
        } catch (const SqlError& error) { failure_ = error; } catch (const std::exception& error) {
            failure_ = to_sql_error(error);
        }
        return !failure_;
    }

    // nullptr at the end; throws the statement's error, the client's own reason first.
    duckdb::unique_ptr<duckdb::DataChunk> fetch(Interrupts& interrupts) {
        duckdb::unique_ptr<duckdb::DataChunk> chunk;
        duckdb::ErrorData error;
        fetched_.set(0);
        if (!stream_->TryFetch(chunk, error)) throw interrupts.failure(error);
        if (!chunk || chunk->size() == 0) return nullptr;
        if (auto& memory = *session_.engine_connection().stream_memory(); memory.has_buffered()) {
            fetched_.set(text_bytes(*chunk));
            memory.buffered(-fetched_.bytes());
            wide_bytes_ += static_cast<std::uint64_t>(fetched_.bytes());
        }
        return casts_ ? cast(*chunk) : std::move(chunk);
    }

    duckdb::unique_ptr<duckdb::DataChunk> cast(duckdb::DataChunk& chunk) {
        auto cast = duckdb::make_uniq<duckdb::DataChunk>();
        cast->InitializeEmpty({types_.begin(), types_.end()});
        for (std::size_t i = 0; i < types_.size(); ++i) {
            auto& source = chunk.data[i];
            if (source.GetType() == types_[i]) {
                cast->data[i].Reference(source);
                continue;
            }
            duckdb::Vector converted(types_[i], chunk.size());
            try {
                duckdb::VectorOperations::Cast(context_, source, converted, chunk.size());
            } catch (const std::exception& error) { throw to_sql_error(error); }
            cast->data[i].Reference(converted);
        }
        cast->SetCardinality(chunk.size());
        return cast;
    }

    bool next_chunk(Interrupts& interrupts) {
        row_ = 0;
        if (failure_) throw SqlError(*failure_);
        if (spooled_) return next_spooled();
        if (!stream_) return false;
        chunk_.reset(); // its texts, before the next ones are made
        const EngineCall call(session_);
        chunk_ = fetch(interrupts);
        if (!chunk_) {
            stream_.reset();
            session_.engine_connection().left_by(this);
            return false;
        }
        streamed_rows_ += chunk_->size();
        return true;
    }

    bool next_spooled() {
        if (!spooled_chunk_) {
            chunk_ = duckdb::make_uniq<duckdb::DataChunk>();
            spooled_->InitializeScanChunk(scan_, *chunk_);
            spooled_chunk_ = true;
        }
        return spooled_->Scan(scan_, *chunk_);
    }

    // The engine keeps what a query holds until it is told that nobody reads on.
    void close_stream() noexcept {
        if (!stream_) return;
        stream_.reset();
        session_.engine_connection().left_by(this);
        try {
            context_.CancelTransaction();
        } catch (const std::exception&) {
            // Nothing is left to close: the engine ended the query itself.
        }
    }

    SessionContext& session_;
    duckdb::ClientContext& context_;
    duckdb::unique_ptr<duckdb::QueryResult> stream_;
    std::vector<duckdb::LogicalType> types_;
    std::unique_ptr<RowEncoder> writer_;
    duckdb::unique_ptr<duckdb::DataChunk> chunk_;
    std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
    std::size_t row_ = 0; // of chunk_
    std::uint64_t streamed_rows_ = 0;
    std::uint64_t wide_bytes_ = 0; // texts of wide rows that came from the stream
    SpoolBudget::Share share_;
    StreamMemory::Share fetched_{session_.engine_connection().stream_memory()}; // chunk_ of a stream of wide rows
    StreamMemory::Share records_{session_.engine_connection().stream_memory()}; // of spooled_
    StreamMemory::Share written_{session_.engine_connection().stream_memory()}; // and what of them waits for the client
    std::unique_ptr<ColumnDataCollection> spooled_;
    duckdb::ColumnDataScanState scan_;
    bool casts_ = false;         // the stream has other types
    bool spooled_chunk_ = false; // chunk_ is the spool's
    std::optional<SqlError> failure_;
};

} // namespace

std::unique_ptr<Result> make_engine_result(SessionContext& session, Owned<duckdb::QueryResult> rows) {
    return std::make_unique<EngineResult>(session, std::move(rows));
}

} // namespace redstart::sql
