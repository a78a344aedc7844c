#include "core/train/LossExport.h"

#include "core/io/EventFile.h"
#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"

#include <array>
#include <chrono>
#include <system_error>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

// A moving average that forgets the past over about `window` values; a gap stays one.
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

struct Line {
    const char* name;
    std::uint32_t rgb;
    bool below; // in the second panel
};

std::vector<Line> linesOf(ModelKind kind) {
    constexpr std::uint32_t kTotal = 0x1d1f21;
    constexpr std::uint32_t kBlue = 0x0072b2;
    constexpr std::uint32_t kOrange = 0xc2550a;
    if (kind == ModelKind::Gan) {
        return {{"discriminator", kBlue, false},
                {"generator", kOrange, false},
                {"D(real)", kBlue, true},
                {"D(made)", kOrange, true}};
    }
    return {{"ELBO loss", kTotal, false}, {"reconstruction", kBlue, false}, {"KL", kOrange, true}};
}

void addCurves(const LossTable& table, std::size_t loss, const Line& line, PlotPanel& panel) {
    Curve raw{"", pale(line.rgb), {}, {}, false};
    Curve heldOut{loss == 0 ? "held out" : "", line.rgb, {}, {}, true};
    for (const LossRow& row : table) {
        if (row.train) {
            raw.x.push_back(row.epoch);
            raw.y.push_back((*row.train)[loss]);
        }
        if (row.heldOut) {
            heldOut.x.push_back(row.epoch);
            heldOut.y.push_back((*row.heldOut)[loss]);
        }
    }
    const double window = std::max(1.0, static_cast<double>(raw.y.size()) / 100);
    Curve strong{line.name, line.rgb, raw.x, smoothed(raw.y, window), false};
    // What is pale lies behind everything else.
    panel.curves.insert(panel.curves.begin(), std::move(raw));
    panel.curves.push_back(std::move(strong));
    panel.curves.push_back(std::move(heldOut));
}

// Seconds of training at a step, between the epochs' ends, where they are known.
class Clockwork {
public:
    explicit Clockwork(const LossHistory& history) {
        for (const EpochResult& epoch : history.epochs()) {
            if (epoch.step > m_known.back().first) {
                m_known.emplace_back(epoch.step, epoch.trainSeconds);
            }
        }
    }
    double at(std::int64_t step) const {
        if (m_known.size() == 1) {
            return 0;
        }
        auto next = std::ranges::upper_bound(m_known, step, {}, &std::pair<std::int64_t, double>::first);
        next = std::clamp(next, m_known.begin() + 1, m_known.end() - 1); // beyond the last: as fast as before
        const auto before = std::prev(next);
        const double share =
            static_cast<double>(step - before->first) / static_cast<double>(next->first - before->first);
        return before->second + share * (next->second - before->second);
    }

private:
    std::vector<std::pair<std::int64_t, double>> m_known{{0, 0.0}};
};

using Scalars = std::vector<EventFile::Scalar>;

void addScalars(Scalars& to, const std::vector<std::string>& tags, const Losses& losses) {
    for (std::size_t i = 0; i < tags.size(); ++i) {
        to.push_back({tags[i], losses[i]});
    }
}

std::vector<std::string> tagsOf(const char* group, ModelKind kind) {
    std::vector<std::string> tags;
    for (const char* name : lossNames(kind)) {
        tags.push_back(std::string(group) + "/" + name);
    }
    return tags;
}

EventFile eventsOf(const RunLosses& losses) {
    const ModelKind kind = losses.config.model.kind;
    const auto train = tagsOf("train", kind);
    const auto heldOut = tagsOf("held_out", kind);
    const auto epochs = tagsOf("train_epoch", kind);
    const Clockwork clock(losses.history);
    const double start = losses.finished - (losses.table.empty() ? 0 : clock.at(losses.table.back().step));
    EventFile events(start);
    auto epoch = losses.history.epochs().begin();
    for (const LossRow& row : losses.table) {
        Scalars scalars;
        if (row.train) {
            addScalars(scalars, train, *row.train);
        }
        if (row.controls) {
            scalars.push_back({"settings/learning_rate", row.controls->learningRate});
            if (kind == ModelKind::Vae) {
                scalars.push_back({"settings/beta", row.controls->beta});
            }
        }
        if (row.heldOut) {
            addScalars(scalars, heldOut, *row.heldOut);
        }
        while (epoch != losses.history.epochs().end() && epoch->step < row.step) {
            ++epoch;
        }
        if (epoch != losses.history.epochs().end() && epoch->step == row.step) {
            addScalars(scalars, epochs, epoch->train);
        }
        events.add(start + clock.at(row.step), row.step, scalars);
    }
    return events;
}

// Up to the checkpoint's step, and the same run: its held-out losses are those that the checkpoint knows.
bool isOf(const LossTable& table, const LossHistory& history, std::int64_t step) {
    if (table.empty() || table.back().step != step) {
        return false;
    }
    for (const EpochResult& epoch : history.epochs()) {
        const auto row = std::ranges::lower_bound(table, epoch.step, {}, &LossRow::step);
        if (row == table.end() || row->step != epoch.step || row->heldOut != epoch.heldOut) {
            return false;
        }
    }
    return true;
}

double secondsSince1970(const fs::file_time_type& time) {
    using std::chrono::file_clock;
    using Seconds = std::chrono::duration<double>;
    return std::chrono::duration_cast<Seconds>(file_clock::to_sys(time).time_since_epoch()).count();
}

std::string titleOf(const TrainConfig& config) {
    return config.preset + ", " + describe(config.model) +
           (config.model.kind == ModelKind::Vae ? ": loss in nats an image" : ": losses");
}

} // namespace

RunLosses lossesOf(const fs::path& file, const Checkpoint& checkpoint) {
    RunLosses losses{trainConfigFromJson(checkpoint.settings), LossHistory::fromJson(checkpoint.history), {}};
    std::error_code unknown;
    if (const auto written = fs::last_write_time(file, unknown); !unknown) {
        losses.finished = secondsSince1970(written);
    }
    LossTable each = readLossCsv(file.parent_path() / "losses.csv", losses.config.model.kind);
    std::erase_if(each, [&](const LossRow& row) { return row.step > checkpoint.step; });
    losses.table = isOf(each, losses.history, checkpoint.step) ? each : lossTableOf(losses.history);
    losses.made = provenanceOf(checkpoint, file, "losses");
    losses.made->seed = losses.config.seed;
    return losses;
}

RunLosses lossesOf(const TrainConfig& config, const LossHistory& history) {
    return {config, history, lossTableOf(history), secondsSince1970(fs::file_time_type::clock::now())};
}

Plot lossPlot(const RunLosses& losses, const std::string& title) {
    const ModelKind kind = losses.config.model.kind;
    const std::vector<Line> lines = linesOf(kind);
    constexpr double kUpper = 2.6; // as high as the lower one
    Plot plot{title, "epoch", std::vector<PlotPanel>(2)};
    plot.panels[0].share = kUpper;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        addCurves(losses.table, i, lines[i], plot.panels[lines[i].below ? 1 : 0]);
    }
    if (kind == ModelKind::Gan) {
        plot.panels[1].range = {0, 1}; // probabilities
    }
    return plot;
}

fs::path saveLosses(const fs::path& out, const RunLosses& losses) {
    const ModelKind kind = losses.config.model.kind;
    if (!out.has_filename() || !out.has_extension() || fs::is_directory(out)) {
        return eventsOf(losses).save(out);
    }
    if (out.extension() == ".csv") {
        const std::string text = csvHeader(kind) + toCsv(kind, losses.table);
        writeFileAtomically(out, std::as_bytes(std::span(text)));
    } else {
        savePlot(out, lossPlot(losses, titleOf(losses.config)), losses.made ? &*losses.made : nullptr);
    }
    return out;
}

} // namespace latentscape
