#include "ui/ComparisonPage.h"

#include "core/tensor/Random.h"
#include "ui/Decoder.h"
#include "ui/ErrorRanking.h"
#include "ui/SecondModel.h"

#include <numeric>
#include <utility>

namespace latentscape {

ComparisonPage::ComparisonPage(Decoder* first, SecondModel* second, QObject* parent)
    : QObject(parent)
    , m_decoder(first)
    , m_secondModel(second) {
    connect(first, &Decoder::reconstructed, this, [this](const ReconstructedImages& result) {
        m_first = result;
        check();
    });
    connect(second, &SecondModel::reconstructed, this, [this](const ReconstructedImages& result) {
        m_second = result;
        check();
    });
    connect(first, &Decoder::sheetDecoded, this, [this](const DecodedImages& result) {
        m_latentsOfFirst = result;
        check();
    });
    connect(second, &SecondModel::sheetDecoded, this, [this](const DecodedImages& result) {
        m_latentsOfSecond = result.images;
        check();
    });
}

Decoder* ComparisonPage::second() const {
    return m_secondModel->decoder();
}

void ComparisonPage::release() {
    m_pending = false;
    m_first.reset();
    m_second.reset();
    m_latentsOfFirst.reset();
    m_latentsOfSecond.reset();
    for (Decoder* decoder : {m_decoder, second()}) {
        if (decoder) {
            decoder->release(DecodeKind::Reconstruction);
            decoder->release(DecodeKind::Sheet);
        }
    }
}

void ComparisonPage::requestImages(std::shared_ptr<const Dataset> data, std::vector<std::uint32_t> indices) {
    release();
    m_data = std::move(data);
    m_wantsLatents = false;
    m_pending = true;
    m_decoder->reconstruct(m_data, indices);
    if (second()) {
        second()->reconstruct(m_data, std::move(indices));
    }
}

void ComparisonPage::requestLatents(std::int64_t first, int count) {
    release();
    if (!second()) {
        return;
    }
    m_wantsLatents = true;
    m_pending = true;
    const auto size = static_cast<std::size_t>(m_decoder->model().latent);
    std::vector<float> latents(static_cast<std::size_t>(count) * size);
    for (int i = 0; i < count; ++i) {
        // A seed of its own: a latent is the same whichever page it is on.
        Random(static_cast<std::uint64_t>(first + i), kSampleStream)
            .fillNormal(std::span(latents).subspan(static_cast<std::size_t>(i) * size, size));
    }
    const std::vector<std::uint16_t> labels = classesOfLatents(first, count);
    m_decoder->decodeSheet(latents, labels);
    second()->decodeSheet(std::move(latents), labels);
    m_classes.clear();
    const ModelConfig& named = m_decoder->model().classes > 0 ? m_decoder->model() : second()->model();
    for (const std::uint16_t label : labels) {
        m_classes.append(label < named.classNames.size() ? QString::fromStdString(named.classNames[label])
                                                         : QString::number(label));
    }
}

// Each in turn, of those that both know.
std::vector<std::uint16_t> ComparisonPage::classesOfLatents(std::int64_t first, int count) const {
    const std::int64_t a = m_decoder->model().classes;
    const std::int64_t b = second()->model().classes;
    const std::int64_t classes = a > 0 && b > 0 ? std::min(a, b) : std::max(a, b);
    std::vector<std::uint16_t> labels;
    for (int i = 0; i < count && classes > 0; ++i) {
        labels.push_back(static_cast<std::uint16_t>((first + i) % classes));
    }
    return labels;
}

void ComparisonPage::check() {
    const bool both = second() != nullptr;
    const bool complete =
        m_wantsLatents ? m_latentsOfFirst && m_latentsOfSecond : m_first && (!both || m_second);
    if (complete) {
        m_pending = false;
        emit ready();
    }
}

ComparisonRows ComparisonPage::rows(const ErrorRanking& ranking, std::int64_t measuredStep) const {
    if (m_wantsLatents) {
        if (!m_latentsOfFirst || !m_latentsOfSecond) {
            return {};
        }
        ComparisonRows rows =
            ComparisonRows::ofLatents(*m_latentsOfFirst->images, *m_latentsOfSecond, m_classes);
        rows.latents = m_latentsOfFirst->latents;
        rows.labels = m_latentsOfFirst->labels;
        rows.step = m_latentsOfFirst->origin.step;
        return rows;
    }
    if (!m_first) {
        return {};
    }
    ComparisonRows::Page page{&*m_first, m_second ? &*m_second : nullptr, {}, ranking.metric(), m_data.get()};
    if (m_first->origin.step != measuredStep) {
        page.order = ranking.ranked(m_first->errors);
    } else {
        page.order.resize(m_first->indices.size());
        std::iota(page.order.begin(), page.order.end(), std::size_t{0});
    }
    ComparisonRows rows = ComparisonRows::of(page);
    rows.step = m_first->origin.step;
    return rows;
}

} // namespace latentscape
