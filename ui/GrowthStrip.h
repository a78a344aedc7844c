// How one sample became what it is: its pictures since the start of the run, evenly thinned, the newest last.
// Shares the finished pictures it is given. UI thread.
#pragma once

#include "core/tensor/Image.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace latentscape {

class ImageStage;

class GrowthStrip : public QWidget {
    Q_OBJECT

public:
    using Samples = std::shared_ptr<const std::vector<Image>>;

    explicit GrowthStrip(QWidget* parent = nullptr);

    void clear();
    void add(const Samples& samples); // of the same latents as those before
    void setSample(int index);        // which of them is followed

private:
    void showPictures();

    std::vector<Samples> m_kept;
    Samples m_newest;
    int m_added = 0;
    int m_every = 1; // so many are added for one that is kept
    int m_sample = 0;
    ImageStage* m_stage;
};

} // namespace latentscape
