#include "core/nn/Sequential.h"

#include "core/tensor/Error.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <numeric>

namespace latentscape {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::int64_t learntIn(std::span<const Parameter> parameters) {
    std::int64_t count = 0;
    for (const Parameter& p : parameters) {
        count += p.trained == Trained::Yes ? static_cast<std::int64_t>(p.count) : 0;
    }
    return count;
}

constexpr std::int64_t kMostValues = std::int64_t{1} << 26; // of an image behind one layer

} // namespace

Sequential::Sequential(std::vector<std::unique_ptr<Layer>> layers)
    : m_layers(std::move(layers)) {
    if (m_layers.empty()) {
        throw Error(ErrorKind::Usage, "A network needs at least one layer.");
    }
}

Shape Sequential::declare(const Shape& input, ParameterStore& store, const std::string& prefix) {
    m_learning.clear();
    m_computing.clear();
    m_shapes.clear();
    m_summaries.clear();
    Shape shape = input;
    int number = 0;
    for (const auto& layer : m_layers) {
        const std::size_t before = store.parameters().size();
        const std::string name = prefix + "." + std::to_string(number);
        shape = layer->declare(shape, store, name);
        if (elementCount(shape) > kMostValues) {
            throw Error(ErrorKind::Usage, name + ": its output of " + toString(shape) +
                                              " an image is more than " + std::to_string(kMostValues) +
                                              " values.");
        }
        const auto added = std::span(store.parameters()).subspan(before);
        number += added.empty() ? 0 : 1;
        if (std::ranges::any_of(added, [](const Parameter& p) { return p.shape.size() > 1; })) {
            m_learning.push_back(shape);
        }
        if (layer->isView() && layer != m_layers.back()) { // the next layer takes what this one was given
            if (!m_summaries.empty()) {
                m_summaries.back().output = shape;
            }
            continue;
        }
        m_computing.push_back(layer.get());
        m_shapes.push_back(shape);
        m_summaries.push_back({layer->name(), shape, learntIn(added), layer->flops()});
    }
    return shape;
}

double Sequential::flops() const {
    return std::accumulate(m_layers.begin(), m_layers.end(), 0.0,
                           [](double sum, const auto& layer) { return sum + layer->flops(); });
}

std::int64_t Sequential::keptValues() const {
    std::int64_t values = 0;
    for (std::size_t i = 0; i < m_computing.size(); ++i) {
        const bool isLast = i + 1 == m_computing.size(); // what it puts out is the caller's
        values += m_computing[i]->keptValues() + (isLast ? 0 : 2 * elementCount(m_shapes[i]));
    }
    return values;
}

void Sequential::startProfile() {
    m_profile.clear();
    for (std::size_t i = 0; i < m_computing.size(); ++i) {
        m_profile.push_back({m_computing[i]->name(), m_shapes[i]});
    }
}

std::vector<std::string> Sequential::describeOutputs() const {
    std::vector<std::string> texts;
    std::ranges::transform(m_learning, std::back_inserter(texts), toString);
    return texts;
}

Sequential::Between& Sequential::between(std::int64_t batch) {
    return m_between.get(batch, [&] {
        Between b;
        for (std::size_t i = 0; i + 1 < m_computing.size(); ++i) {
            Shape shape{batch};
            shape.insert(shape.end(), m_shapes[i].begin(), m_shapes[i].end());
            b.values.emplace_back(shape);
            b.gradients.emplace_back(shape);
        }
        return b;
    });
}

void Sequential::forward(const Tensor& x, Tensor& y, Mode mode) {
    Between& b = between(x.dim(0));
    const std::size_t last = m_computing.size() - 1;
    for (std::size_t i = 0; i <= last; ++i) {
        const auto start = m_profile.empty() ? Clock::time_point() : Clock::now();
        m_computing[i]->forward(i == 0 ? x : b.values[i - 1], i == last ? y : b.values[i], mode);
        if (!m_profile.empty()) {
            m_profile[i].forward += secondsSince(start);
            m_profile[i].flops += static_cast<double>(x.dim(0)) * m_computing[i]->flops();
        }
    }
}

void Sequential::backward(const Tensor& x, const Tensor& y, Tensor& dy, Tensor* dx,
                          WeightGradients gradients) {
    Between& b = between(x.dim(0));
    const std::size_t last = m_computing.size() - 1;
    for (std::size_t i = last + 1; i-- > 0;) {
        const auto start = m_profile.empty() ? Clock::time_point() : Clock::now();
        Tensor* dInput = i == 0 ? dx : &b.gradients[i - 1];
        m_computing[i]->backward(i == 0 ? x : b.values[i - 1], i == last ? y : b.values[i],
                                 i == last ? dy : b.gradients[i], dInput, gradients);
        if (!m_profile.empty()) {
            const int halves = (dInput ? 1 : 0) + (gradients == WeightGradients::Write ? 1 : 0);
            m_profile[i].backward += secondsSince(start);
            m_profile[i].flops += halves * static_cast<double>(x.dim(0)) * m_computing[i]->flops();
        }
    }
}

} // namespace latentscape
