#include "core/tensor/ParameterStore.h"

#include "core/tensor/Error.h"

#include <algorithm>

namespace latentscape {

std::size_t ParameterStore::declare(std::string name, Shape shape, Initial initial, Trained trained) {
    if (m_values.size() != 0) {
        throw Error(ErrorKind::Usage,
                    "Parameter " + name + " is declared after the parameters were allocated.");
    }
    if (std::ranges::any_of(m_parameters, [&](const Parameter& p) { return p.name == name; })) {
        throw Error(ErrorKind::Usage, "Two parameters are named " + name + ".");
    }
    const auto count = static_cast<std::size_t>(elementCount(shape));
    if (count > kMostParameters - std::min<std::size_t>(m_size, kMostParameters)) {
        throw Error(ErrorKind::Usage, "The model would have more than " + std::to_string(kMostParameters) +
                                          " parameters. Make its layers narrower.");
    }
    m_parameters.push_back({std::move(name), std::move(shape), initial, trained, m_size, count});
    constexpr std::size_t step = kAlignment / sizeof(float);
    m_size += (count + step - 1) / step * step;
    return m_parameters.size() - 1;
}

void ParameterStore::allocate() {
    m_values = AlignedFloats(m_size);
    m_gradients = AlignedFloats(m_size);
}

void ParameterStore::initialise(Random& random) {
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        const auto [bound, centre, deviation] = m_parameters[i].initial;
        if (deviation == 0) {
            random.fillUniform(mutableValue(i), centre - bound, centre + bound);
            continue;
        }
        random.fillNormal(mutableValue(i));
        for (float& value : mutableValue(i)) {
            value = centre + deviation * value;
        }
    }
}

std::int64_t ParameterStore::parameterCount() const {
    std::int64_t count = 0;
    for (const Parameter& p : m_parameters) {
        count += p.trained == Trained::Yes ? static_cast<std::int64_t>(p.count) : 0;
    }
    return count;
}

std::span<const float> ParameterStore::value(std::size_t index) const {
    const Parameter& p = m_parameters.at(index);
    return values().subspan(p.offset, p.count);
}

std::span<float> ParameterStore::mutableValues() {
    m_version.fetch_add(1, std::memory_order_relaxed);
    return m_values.span();
}

std::span<float> ParameterStore::mutableValue(std::size_t index) {
    const Parameter& p = m_parameters.at(index);
    return mutableValues().subspan(p.offset, p.count);
}

std::span<float> ParameterStore::statistic(std::size_t index) {
    const Parameter& p = m_parameters.at(index);
    return m_values.span().subspan(p.offset, p.count);
}

std::span<float> ParameterStore::gradient(std::size_t index) {
    const Parameter& p = m_parameters.at(index);
    return gradients().subspan(p.offset, p.count);
}

} // namespace latentscape
