#include "app/cli/LossLog.h"

#include "core/io/PlotExport.h"
#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <fstream>
#include <limits>
#include <map>
#include <system_error>
#include <unistd.h>

namespace latentscape {

namespace {

using Row = std::vector<double>; // the header's columns; NaN: empty

std::string header(ModelKind kind) {
    std::string text = "step,epoch,learning_rate";
    text += kind == ModelKind::Vae ? ",beta" : "";
    for (const char* prefix : {",", ",held_out_"}) {
        for (const char* name : lossNames(kind)) {
            text += std::string(prefix) + name;
        }
    }
    return text + "\n";
}

// The column of the first loss.
std::size_t firstLoss(ModelKind kind) {
    return kind == ModelKind::Vae ? 4 : 3;
}

[[noreturn]] void fail(const std::filesystem::path& file, int error) {
    throw Error(ErrorKind::Io, file.string() + ": cannot write: " + std::generic_category().message(error));
}

// The shortest text that reads back as the same number.
template <typename Number> std::string text(Number value) {
    std::array<char, 32> buffer{};
    return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

void append(std::string& row, std::span<const float> losses) {
    for (const float loss : losses) {
        row += "," + text(loss);
    }
}

// False for anything but a whole row with the columns of `row`, from `optional` on perhaps empty ones.
bool parse(const std::string& line, std::size_t optional, Row& row) {
    const char* at = line.data();
    const char* const end = at + line.size();
    for (std::size_t column = 0; column < row.size(); ++column) {
        row[column] = std::numeric_limits<double>::quiet_NaN();
        const auto [after, error] = std::from_chars(at, end, row[column]);
        at = after;
        const bool last = column + 1 == row.size();
        if ((error != std::errc() && column < optional) || (last ? at != end : at == end || *at++ != ',')) {
            return false;
        }
    }
    return true;
}

// Calls visit(line, row) for each whole row, in order, up to the first that is damaged or unfinished.
template <typename Visit>
void forEachRow(const std::filesystem::path& file, ModelKind kind, const Visit& visit) {
    std::ifstream in(file, std::ios::binary);
    std::string line;
    std::getline(in, line); // header
    const std::size_t firstHeldOut = firstLoss(kind) + lossNames(kind).size();
    Row row(firstHeldOut + lossNames(kind).size());
    while (std::getline(in, line) && !in.eof() && parse(line, firstHeldOut, row)) {
        visit(line, row);
    }
}

// A moving average that forgets the past over about `window` values.
std::vector<double> smoothed(const std::vector<double>& values, double window) {
    std::vector<double> result;
    double average = 0;
    double weight = 0;
    for (const double value : values) {
        average += (value - average) / (weight = std::min(weight + 1, window));
        result.push_back(average);
    }
    return result;
}

// Towards white, so that the smoothed line stands out.
std::uint32_t pale(std::uint32_t rgb) {
    std::uint32_t result = 0;
    for (const int shift : {16, 8, 0}) {
        const std::uint32_t channel = rgb >> shift & 255;
        result |= (channel + 3 * (255 - channel) / 4) << shift;
    }
    return result;
}

} // namespace

LossLog::LossLog(std::filesystem::path file, ModelKind kind, std::int64_t lastStep)
    : m_file(std::move(file))
    , m_kind(kind) {
    std::string kept = header(kind);
    if (lastStep > 0) {
        forEachRow(m_file, kind, [&](const std::string& line, const Row& row) {
            if (row[0] <= static_cast<double>(lastStep)) {
                kept += line + "\n";
            }
        });
    }
    writeFileAtomically(m_file, std::as_bytes(std::span(kept)));
    m_descriptor = open(m_file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (m_descriptor < 0) {
        fail(m_file, errno);
    }
}

LossLog::~LossLog() {
    close(m_descriptor);
}

void LossLog::add(const Snapshot& snapshot) {
    std::map<std::int64_t, const EpochResult*> ends;
    for (const EpochResult& epoch : snapshot.epochs) {
        ends[epoch.step] = &epoch;
    }
    const std::size_t losses = lossNames(m_kind).size();
    std::string rows;
    for (const LossPoint& point : snapshot.losses) {
        rows += text(point.step) + "," + text(point.epoch) + "," + text(point.learningRate);
        rows += m_kind == ModelKind::Vae ? "," + text(point.beta) : "";
        append(rows, std::span(point.losses).first(losses));
        if (const auto end = ends.find(point.step); end != ends.end()) {
            append(rows, std::span(end->second->heldOut).first(losses));
        } else {
            rows.append(losses, ',');
        }
        rows += "\n";
    }
    for (std::string_view rest = rows; !rest.empty();) {
        const ssize_t written = write(m_descriptor, rest.data(), rest.size());
        if (written < 0 && errno != EINTR) {
            fail(m_file, errno);
        }
        rest.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
}

void LossLog::sync() {
    if (fsync(m_descriptor) != 0) {
        fail(m_file, errno);
    }
}

void LossLog::savePlot(const std::filesystem::path& png, const std::string& title) const {
    constexpr std::array<std::uint32_t, std::tuple_size_v<Losses>> colours{0x1d1f21, 0x0072b2, 0xc2550a,
                                                                           0x1a7f4b};
    const auto names = lossNames(m_kind);
    const std::size_t count = names.size();
    const std::size_t first = firstLoss(m_kind);
    std::vector<Curve> training(count);
    std::vector<Curve> heldOut(count);
    forEachRow(m_file, m_kind, [&](const std::string&, const Row& row) {
        for (std::size_t i = 0; i < count; ++i) {
            training[i].x.push_back(row[1]);
            training[i].y.push_back(row[first + i]);
            if (const double value = row[first + count + i]; value == value) { // not NaN
                heldOut[i].x.push_back(row[1]);
                heldOut[i].y.push_back(value);
            }
        }
    });
    std::vector<Curve> curves;
    for (std::size_t i = 0; i < count; ++i) {
        curves.push_back({"", pale(colours[i]), training[i].x, training[i].y, false});
    }
    for (std::size_t i = 0; i < count; ++i) {
        const double window = std::max(1.0, static_cast<double>(training[i].y.size()) / 100);
        curves.push_back({names[i], colours[i], training[i].x, smoothed(training[i].y, window), false});
        curves.push_back({i == 0 ? "held out" : "", colours[i], heldOut[i].x, heldOut[i].y, true});
    }
    savePlotPng(png, title, "epoch", curves);
}

} // namespace latentscape
