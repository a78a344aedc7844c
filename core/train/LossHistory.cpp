#include "core/train/LossHistory.h"

#include "core/tensor/Error.h"
#include "core/tensor/Json.h"

#include <limits>

namespace latentscape {

using nlohmann::json;

namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLongestStride = std::int64_t{1} << 40;

json toArray(std::span<const float> values) {
    json array = json::array();
    for (const float value : values) {
        array.push_back(shortestDouble(value));
    }
    return array;
}

const json& arrayField(const json& object, const char* key, std::size_t most) {
    const json& array = field(object, key);
    if (!array.is_array() || array.size() > most) {
        throw Error(ErrorKind::Input,
                    "\"" + std::string(key) + "\" is not a list of at most " + std::to_string(most));
    }
    return array;
}

std::vector<float> floats(const json& object, const char* key, std::size_t most) {
    std::vector<float> values;
    for (const json& value : arrayField(object, key, most)) {
        if (!value.is_number() && !value.is_null()) {
            throw Error(ErrorKind::Input,
                        "\"" + std::string(key) + "\" holds " + value.dump() + ", which is not a number");
        }
        // JSON has no word for a number that is not finite: null is written for it.
        values.push_back(value.is_null() ? std::numeric_limits<float>::quiet_NaN() : value.get<float>());
    }
    return values;
}

Losses losses(const json& object, const char* key) {
    const std::vector<float> values = floats(object, key, std::tuple_size_v<Losses>);
    Losses result{};
    if (values.size() != result.size()) {
        throw Error(ErrorKind::Input,
                    "\"" + std::string(key) + "\" has not " + std::to_string(result.size()) + " numbers");
    }
    std::ranges::copy(values, result.begin());
    return result;
}

double doubleField(const json& object, const char* key) {
    const json& value = field(object, key);
    if (!value.is_number()) {
        throw Error(ErrorKind::Input, "\"" + std::string(key) + "\" is not a number");
    }
    return value.get<double>();
}

// Runs that were saved before gradients, weights of the KL term or signs were kept have none.
float normField(const json& object, const char* key) {
    return object.contains(key) ? static_cast<float>(doubleField(object, key)) : 0;
}

json signsToJson(const TrainingSigns& signs) {
    return {{"figures", toArray(std::array{signs.updateRatio, signs.gradientFade, signs.diversity,
                                           signs.coverage, signs.byHeart})},
            {"weakest", signs.weakest}};
}

TrainingSigns signsOf(const json& epoch) {
    if (!epoch.contains("signs")) {
        return {};
    }
    const json& object = field(epoch, "signs");
    std::vector<float> figures = floats(object, "figures", 5);
    figures.resize(5, TrainingSigns::kUnknown); // older runs have fewer
    return {figures[0], figures[1], figures[2], figures[3], figures[4], stringField(object, "weakest")};
}

} // namespace

void LossHistory::add(const LossPoint& point) {
    for (std::size_t i = 0; i < m_pendingSum.size(); ++i) {
        m_pendingSum[i] += point.losses[i];
    }
    m_pendingNorms += point.gradientNorm;
    if (++m_pending < m_stride) {
        return;
    }
    LossPoint mean = point;
    for (std::size_t i = 0; i < m_pendingSum.size(); ++i) {
        mean.losses[i] = m_pendingSum[i] / static_cast<float>(m_pending);
    }
    mean.gradientNorm = m_pendingNorms / static_cast<float>(m_pending);
    m_pendingSum = {};
    m_pendingNorms = 0;
    m_pending = 0;
    m_losses.push_back(mean);
    if (m_losses.size() > kMostPoints) {
        thinLosses();
    }
}

double LossHistory::epochAfter(std::int64_t step) const {
    struct Place {
        std::int64_t step;
        double epoch;
    };
    Place before{0, 0};
    Place after{kMost, 0};
    const auto note = [&](const Place& place) {
        if (place.step <= step && place.step >= before.step) {
            before = place;
        } else if (place.step > step && place.step <= after.step) {
            after = place;
        }
    };
    for (const LossPoint& point : m_losses) {
        note({point.step, point.epoch});
    }
    for (const EpochResult& epoch : m_epochs) { // exact, where points are few
        note({epoch.step, static_cast<double>(epoch.epoch)});
    }
    const auto share = [step](std::int64_t from, std::int64_t to) {
        return static_cast<double>(step - from) / static_cast<double>(to - from);
    };
    if (after.step < kMost) {
        return before.epoch + share(before.step, after.step) * (after.epoch - before.epoch);
    }
    return before.step > 0 ? before.epoch * share(0, before.step) : 0;
}

// Stands at the step of the second of the two.
void LossHistory::thinLosses() {
    std::size_t kept = 0;
    for (std::size_t k = 0; k + 1 < m_losses.size(); k += 2) {
        LossPoint mean = m_losses[k + 1];
        for (std::size_t i = 0; i < mean.losses.size(); ++i) {
            mean.losses[i] = (m_losses[k].losses[i] + mean.losses[i]) / 2;
        }
        mean.gradientNorm = (m_losses[k].gradientNorm + mean.gradientNorm) / 2;
        m_losses[kept++] = mean;
    }
    if (m_losses.size() % 2 != 0) { // half of the next point
        for (std::size_t i = 0; i < m_pendingSum.size(); ++i) {
            m_pendingSum[i] = m_losses.back().losses[i] * static_cast<float>(m_stride);
        }
        m_pendingNorms = m_losses.back().gradientNorm * static_cast<float>(m_stride);
        m_pending = m_stride;
    }
    m_losses.resize(kept);
    m_stride *= 2;
}

void LossHistory::add(const EpochResult& epoch, std::int64_t bestStep) {
    if (!m_epochs.empty()) {
        m_epochs.back().klPerLatent.clear(); // only those of now are of use
    }
    m_epochs.push_back(epoch);
    if (m_epochs.size() > kMostEpochs) {
        std::size_t kept = 0;
        for (std::size_t k = 0; k < m_epochs.size(); ++k) {
            const bool isEverySecond = (m_epochs.size() - k) % 2 == 1; // with the last
            if (isEverySecond || m_epochs[k].step == bestStep) {
                if (kept != k) {
                    m_epochs[kept] = std::move(m_epochs[k]);
                }
                ++kept;
            }
        }
        m_epochs.resize(kept);
    }
}

void LossHistory::add(const ControlChange& change) {
    m_changes.push_back(change);
    if (m_changes.size() > kMostChanges) {
        m_changes.erase(m_changes.begin());
    }
}

std::string LossHistory::toJson() const {
    json points = json::array();
    for (const LossPoint& point : m_losses) {
        points.push_back({{"step", point.step},
                          {"epoch", point.epoch},
                          {"losses", toArray(point.losses)},
                          {"gradient_norm", shortestDouble(point.gradientNorm)}});
    }
    json epochs = json::array();
    for (const EpochResult& epoch : m_epochs) {
        epochs.push_back({{"epoch", epoch.epoch},
                          {"step", epoch.step},
                          {"train", toArray(epoch.train)},
                          {"held_out", toArray(epoch.heldOut)},
                          {"kl_per_latent", toArray(epoch.klPerLatent)},
                          {"train_seconds", epoch.trainSeconds},
                          {"beta", shortestDouble(epoch.beta)},
                          {"samples", epoch.samples},
                          {"signs", signsToJson(epoch.signs)}});
    }
    json changes = json::array();
    for (const ControlChange& change : m_changes) {
        changes.push_back({{"epoch", change.epoch}, {"text", change.text}});
    }
    return json{{"stride", m_stride},
                {"pending", m_pending},
                {"pending_sum", toArray(m_pendingSum)},
                {"pending_norms", shortestDouble(m_pendingNorms)},
                {"losses", points},
                {"epochs", epochs},
                {"changes", changes}}
        .dump();
}

LossHistory LossHistory::fromJson(const std::string& text) {
    const json object = parseJson(text);
    LossHistory history;
    if (object.is_object() && object.empty()) {
        return history;
    }
    history.m_stride = integerField(object, "stride", 1, kLongestStride);
    history.m_pending = integerField(object, "pending", 0, history.m_stride - 1);
    history.m_pendingSum = ::latentscape::losses(object, "pending_sum");
    history.m_pendingNorms = normField(object, "pending_norms");
    for (const json& point : arrayField(object, "losses", kMostPoints)) {
        history.m_losses.push_back({.step = integerField(point, "step", 0, kMost),
                                    .epoch = doubleField(point, "epoch"),
                                    .losses = ::latentscape::losses(point, "losses"),
                                    .gradientNorm = normField(point, "gradient_norm")});
    }
    for (const json& epoch : arrayField(object, "epochs", kMostEpochs)) {
        history.m_epochs.push_back(
            {integerField(epoch, "epoch", 0, kMost), integerField(epoch, "step", 0, kMost),
             ::latentscape::losses(epoch, "train"), ::latentscape::losses(epoch, "held_out"),
             floats(epoch, "kl_per_latent", 65536), doubleField(epoch, "train_seconds"),
             epoch.contains("beta") ? floatField(epoch, "beta", 0, 1e6f) : 1,
             epoch.contains("samples") ? integerField(epoch, "samples", 1, kMost) : 1, signsOf(epoch)});
    }
    for (const json& change : arrayField(object, "changes", kMostChanges)) {
        history.m_changes.push_back({doubleField(change, "epoch"), stringField(change, "text")});
    }
    return history;
}

} // namespace latentscape
