#include "core/train/LossTable.h"

#include "core/io/Csv.h"

#include <fstream>
#include <map>

namespace latentscape {

namespace {

std::size_t lossCount(ModelKind kind) {
    return lossNames(kind).size();
}

void append(std::string& line, ModelKind kind, const std::optional<Losses>& losses) {
    for (std::size_t i = 0; i < lossCount(kind); ++i) {
        line += "," + (losses ? csvNumber((*losses)[i]) : std::string());
    }
}

std::string lineOf(ModelKind kind, const LossRow& row) {
    std::string line = csvNumber(row.step) + "," + csvNumber(row.epoch) + ",";
    line += row.controls ? csvNumber(row.controls->learningRate) : "";
    if (kind == ModelKind::Vae) {
        line += "," + (row.controls ? csvNumber(row.controls->beta) : std::string());
    }
    append(line, kind, row.train);
    append(line, kind, row.heldOut);
    return line + "\n";
}

// The cells of a line one after the other.
class Cells {
public:
    explicit Cells(const std::string& line)
        : m_at(line.data())
        , m_end(line.data() + line.size()) {}

    // Nothing for an empty cell. What is no number, or missing, makes the line a bad one.
    template <typename Number> std::optional<Number> next() {
        if (m_at == nullptr) {
            m_bad = true;
            return {};
        }
        Number value{};
        const auto [after, error] = std::from_chars(m_at, m_end, value);
        const bool empty = error != std::errc();
        const char* const end = empty ? m_at : after;
        m_bad = m_bad || (end != m_end && *end != ',');
        m_at = end == m_end ? nullptr : end + 1;
        return empty ? std::nullopt : std::optional(value);
    }
    bool areGood() const { return !m_bad && m_at == nullptr; }

private:
    const char* m_at; // null: after the last
    const char* m_end;
    bool m_bad = false;
};

// Known when all of them are.
std::optional<Losses> lossesFrom(Cells& cells, ModelKind kind) {
    Losses losses{};
    bool known = true;
    for (std::size_t i = 0; i < lossCount(kind); ++i) {
        const auto value = cells.next<float>();
        known = known && value;
        losses[i] = value.value_or(0);
    }
    return known ? std::optional(losses) : std::nullopt;
}

std::optional<LossRow> rowOf(const std::string& line, ModelKind kind) {
    Cells cells(line);
    const auto step = cells.next<std::int64_t>();
    const auto epoch = cells.next<double>();
    const auto rate = cells.next<float>();
    const auto beta = kind == ModelKind::Vae ? cells.next<float>() : std::nullopt;
    LossRow row{step.value_or(0), epoch.value_or(0)};
    if (rate) {
        row.controls = {*rate, beta.value_or(0)};
    }
    row.train = lossesFrom(cells, kind);
    row.heldOut = lossesFrom(cells, kind);
    return step && epoch && cells.areGood() ? std::optional(row) : std::nullopt;
}

} // namespace

LossTable lossTableOf(const LossHistory& history) {
    std::map<std::int64_t, LossRow> rows; // by step
    for (const LossPoint& point : history.losses()) {
        rows[point.step] = {point.step, point.epoch, {}, point.losses};
    }
    for (const EpochResult& epoch : history.epochs()) {
        const LossRow alone{epoch.step, static_cast<double>(epoch.epoch)};
        rows.try_emplace(epoch.step, alone).first->second.heldOut = epoch.heldOut;
    }
    LossTable table;
    for (const auto& [step, row] : rows) {
        table.push_back(row);
    }
    return table;
}

LossTable lossTableOf(const Snapshot& snapshot) {
    std::map<std::int64_t, Losses> heldOut; // by the step that ends the epoch
    for (const EpochResult& epoch : snapshot.epochs) {
        heldOut[epoch.step] = epoch.heldOut;
    }
    LossTable table;
    for (const LossPoint& point : snapshot.losses) {
        const auto end = heldOut.find(point.step);
        table.push_back({point.step, point.epoch, LossRow::Controls{point.learningRate, point.beta},
                         point.losses, end == heldOut.end() ? std::nullopt : std::optional(end->second)});
    }
    return table;
}

std::string csvHeader(ModelKind kind) {
    std::string text = "step,epoch,learning_rate";
    text += kind == ModelKind::Vae ? ",beta" : "";
    for (const char* prefix : {",", ",held_out_"}) {
        for (const char* name : lossNames(kind)) {
            text += std::string(prefix) + name;
        }
    }
    return text + "\n";
}

std::string toCsv(ModelKind kind, const LossTable& table) {
    std::string text;
    for (const LossRow& row : table) {
        text += lineOf(kind, row);
    }
    return text;
}

LossTable readLossCsv(const std::filesystem::path& file, ModelKind kind) {
    LossTable table;
    std::ifstream in(file, std::ios::binary);
    std::string text;
    if (!std::getline(in, text) || text + "\n" != csvHeader(kind)) {
        return table;
    }
    while (std::getline(in, text) && !in.eof()) { // a last line without an end is unfinished
        const std::optional<LossRow> row = rowOf(text, kind);
        if (!row) {
            break;
        }
        table.push_back(*row);
    }
    return table;
}

} // namespace latentscape
