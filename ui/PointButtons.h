// Below the sliders, what moves their point at once: to a random one, from the prior or from a mixture that
// is fitted to the encodings; to the middle; to where an image lies. UI thread.
#pragma once

#include "ui/FittedLatents.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace latentscape {

class ChoiceLink;

class PointButtons : public QWidget {
    Q_OBJECT

public:
    // The model must outlive it.
    explicit PointButtons(const ExploredModel* model, QWidget* parent = nullptr);

    void setLatents(int count);  // numbers of a point
    void setHasImages(bool has); // there are some to start from
    FittedLatents& fitted() { return m_fitted; }
    QWidget* fromImage() const;

public slots:
    void randomise(); // drawn() follows, after a fit if need be; during one: calls it off

signals:
    void drawn(const std::vector<float>& latent);
    void resetRequested();
    void imageRequested();
    void failed(const QString& message);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void connectFitted();
    bool drawsFitted() const;
    void follow();

    int m_latents = 0;
    ChoiceLink* m_source;
    QPushButton* m_randomise;
    QPushButton* m_reset;
    QPushButton* m_fromImage;
    QLabel* m_truncationLabel;
    QDoubleSpinBox* m_truncation;
    FittedLatents m_fitted;
};

} // namespace latentscape
