// The pictures of one page of Compare: asks the decoders of one or two models for them and says when those of
// both are there, and again when newer weights have changed them. UI thread.
#pragma once

#include "ui/ComparisonRows.h"

#include <QObject>

#include <optional>

namespace latentscape {

class Decoder;
class ErrorRanking;
class SecondModel;

class ComparisonPage : public QObject {
    Q_OBJECT

public:
    static constexpr std::int64_t kLatents = 1000; // random ones that can be paged through

    // Both must outlive it; without an open second model it shows the first alone.
    ComparisonPage(Decoder* first, SecondModel* second, QObject* parent = nullptr);

    void requestImages(std::shared_ptr<const Dataset> data, std::vector<std::uint32_t> indices);
    void requestLatents(std::int64_t first, int count); // the same random latents for both
    void release();                                     // nothing is wanted any more
    bool isPending() const { return m_pending; }

    // What has arrived, images in the ranking's measure. It is of the weights of measuredStep; newer ones may
    // rank the images of the page anew.
    ComparisonRows rows(const ErrorRanking& ranking, std::int64_t measuredStep) const;

signals:
    void ready();

private:
    void check();
    Decoder* second() const; // null: none is open
    std::vector<std::uint16_t> classesOfLatents(std::int64_t first, int count) const;

    Decoder* m_decoder;
    SecondModel* m_secondModel;
    bool m_pending = false;
    bool m_wantsLatents = false;
    std::shared_ptr<const Dataset> m_data;
    std::optional<ReconstructedImages> m_first;
    std::optional<ReconstructedImages> m_second;
    std::optional<DecodedImages> m_latentsOfFirst;
    Images m_latentsOfSecond;
    QStringList m_classes; // of the latents
};

} // namespace latentscape
