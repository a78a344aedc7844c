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

using Names = std::span<const char* const>;
using Row = std::vector<double>; // step, epoch, losses, held-out losses; NaN: empty

constexpr std::size_t kFirstLoss = 2;

std::string header(Names names) {
    std::string text = "step,epoch";
    for (const char* prefix : {",", ",held_out_"}) {
        for (const char* name : names) {
            text += std::string(prefix) + name;
        }
    }
    return text + "\n";
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

// False for anything but a whole row with the columns of `row`.
bool parse(const std::string& line, Row& row) {
    const std::size_t optional = kFirstLoss + (row.size() - kFirstLoss) / 2;
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
void forEachRow(const std::filesystem::path& file, std::size_t losses, const Visit& visit) {
    std::ifstream in(file, std::ios::binary);
    std::string line;
    std::getline(in, line); // header
    Row row(kFirstLoss + 2 * losses);
    while (std::getline(in, line) && !in.eof() && parse(line, row)) {
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
    , m_names(lossNames(kind)) {
    std::string kept = header(m_names);
    if (lastStep > 0) {
        forEachRow(m_file, m_names.size(), [&](const std::string& line, const Row& row) {
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
    std::string rows;
    for (const LossPoint& point : snapshot.losses) {
        rows += text(point.step) + "," + text(point.epoch);
        append(rows, std::span(point.losses).first(m_names.size()));
        if (const auto end = ends.find(point.step); end != ends.end()) {
            append(rows, std::span(end->second->heldOut).first(m_names.size()));
        } else {
            rows.append(m_names.size(), ',');
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
    const std::size_t count = m_names.size();
    std::vector<Curve> training(count);
    std::vector<Curve> heldOut(count);
    forEachRow(m_file, count, [&](const std::string&, const Row& row) {
        for (std::size_t i = 0; i < count; ++i) {
            training[i].x.push_back(row[1]);
            training[i].y.push_back(row[kFirstLoss + i]);
            if (const double value = row[kFirstLoss + count + i]; value == value) { // not NaN
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
        curves.push_back({m_names[i], colours[i], training[i].x, smoothed(training[i].y, window), false});
        curves.push_back({i == 0 ? "held out" : "", colours[i], heldOut[i].x, heldOut[i].y, true});
    }
    savePlotPng(png, title, "epoch", curves);
}

} // namespace latentscape
